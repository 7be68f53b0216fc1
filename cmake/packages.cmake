# The packages, each behind a target; the large ones are linked statically where Debian ships an archive.
find_package(Threads REQUIRED)
set(Boost_USE_STATIC_LIBS ON)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)

function(static_package name archive)
  find_library(${name}_ARCHIVE NAMES ${archive} REQUIRED)
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE ${${name}_ARCHIVE} ${ARGN})
endfunction()

static_package(package_protobuf libprotobuf-lite.a Threads::Threads)
static_package(package_sqlite libsqlite3.a Threads::Threads ${CMAKE_DL_LIBS} m)
static_package(package_sqlitecpp libSQLiteCpp.a package_sqlite)
static_package(package_yaml libyaml-cpp.a)
# spdlog and fmt as headers only: Debian has no archives of them, and only libcommon/log includes them.
add_library(package_spdlog INTERFACE)
target_link_libraries(package_spdlog INTERFACE Threads::Threads)
target_compile_definitions(package_spdlog INTERFACE SPDLOG_FMT_EXTERNAL FMT_HEADER_ONLY)

add_library(package_asio INTERFACE)  # Boost.Asio is headers only
target_link_libraries(package_asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(package_asio INTERFACE BOOST_ASIO_NO_DEPRECATED)

add_library(package_json INTERFACE)  # nlohmann-json is headers only
