// Values to bytes and back, in protobuf's wire format, for the socket, the database's records and stepd's files alike.
// A struct is encodable when it has `static void fields(Self&, Visitor&&)` that visits (tag, member) pairs. Tags are
// part of the stored format: append, never renumber. Unknown tags are skipped, so that an older program reads a newer
// record. A scalar or string that equals the member's default is not written; the decoder starts from the same default.
// Nothing read is trusted: lengths are checked against what is left before memory is taken, nesting is bounded.
#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/base/units.h"

namespace minislurm::wire {

inline constexpr int kMaxNesting = 16;

namespace detail {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

enum class WireType : std::uint32_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct NoVisitor {
  template <class T>
  void operator()(int, T&) {}
};
template <class T>
concept Record = requires(T& value, NoVisitor visit) { T::fields(value, visit); };
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_pair = false;
template <class A, class B>
inline constexpr bool is_pair<std::pair<A, B>> = true;
template <class T>
inline constexpr bool is_duration = false;
template <class R, class P>
inline constexpr bool is_duration<std::chrono::duration<R, P>> = true;
template <class T>
concept Scalar = std::is_integral_v<T> || std::is_enum_v<T> || is_duration<T> || std::is_same_v<T, Instant> ||
                 std::is_same_v<T, Mebibytes>;

// Signed values travel zigzag, so that a small negative number stays small.
constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

template <Scalar T>
constexpr std::uint64_t to_varint(T value) {
  if constexpr (std::is_same_v<T, Instant>) {
    return zigzag(value.time_since_epoch().count());
  } else if constexpr (is_duration<T>) {
    return zigzag(value.count());
  } else if constexpr (std::is_same_v<T, Mebibytes>) {
    return value.count;
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<std::uint64_t>(static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::is_signed_v<T>) {
    return zigzag(value);
  } else {
    return static_cast<std::uint64_t>(value);
  }
}

template <Scalar T>
constexpr T from_varint(std::uint64_t raw) {
  if constexpr (std::is_same_v<T, Instant>) {
    return Instant{Seconds{unzigzag(raw)}};
  } else if constexpr (is_duration<T>) {
    return T{static_cast<typename T::rep>(unzigzag(raw))};
  } else if constexpr (std::is_same_v<T, Mebibytes>) {
    return Mebibytes{raw};
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<T>(static_cast<std::underlying_type_t<T>>(raw));
  } else if constexpr (std::is_same_v<T, bool>) {
    return raw != 0;
  } else if constexpr (std::is_signed_v<T>) {
    return static_cast<T>(unzigzag(raw));
  } else {
    return static_cast<T>(raw);
  }
}

inline std::uint32_t key_of(int tag, WireType type) {
  return (static_cast<std::uint32_t>(tag) << 3) | static_cast<std::uint32_t>(type);
}

template <class T>
void put_message(std::string& out, const T& value);

inline void put_varint(std::string& out, std::uint64_t value) {
  std::uint8_t buffer[10];
  const std::uint8_t* end = CodedOutputStream::WriteVarint64ToArray(value, buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(end - buffer));
}

inline void put_bytes(std::string& out, int tag, std::string_view bytes) {
  put_varint(out, key_of(tag, WireType::Bytes));
  put_varint(out, bytes.size());
  out.append(bytes);
}

// Writes the value always; whether it needs writing is the caller's question.
template <class T>
void put_field(std::string& out, int tag, const T& value) {
  if constexpr (Scalar<T>) {
    put_varint(out, key_of(tag, WireType::Varint));
    put_varint(out, to_varint(value));
  } else if constexpr (std::is_same_v<T, double>) {
    put_varint(out, key_of(tag, WireType::Fixed64));
    std::uint8_t buffer[8];
    std::uint64_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    CodedOutputStream::WriteLittleEndian64ToArray(bits, buffer);
    out.append(reinterpret_cast<const char*>(buffer), sizeof buffer);
  } else if constexpr (std::is_same_v<T, std::string>) {
    put_bytes(out, tag, value);
  } else if constexpr (is_optional<T>) {
    if (value) put_field(out, tag, *value);
  } else if constexpr (is_vector<T>) {
    if constexpr (Scalar<typename T::value_type>) {  // packed
      if (value.empty()) return;
      std::string packed;
      for (const auto& element : value) put_varint(packed, to_varint(element));
      put_bytes(out, tag, packed);
    } else {
      for (const auto& element : value) put_field(out, tag, element);
    }
  } else {  // a record or a pair
    std::string nested;
    put_message(nested, value);
    put_bytes(out, tag, nested);
  }
}

template <class T>
bool same_as_default(const T& value, const T& initial) {
  if constexpr (Scalar<T> || std::is_same_v<T, double> || std::is_same_v<T, std::string>) {
    return value == initial;
  } else if constexpr (is_optional<T>) {
    return !value;
  } else if constexpr (is_vector<T>) {
    return value.empty();
  } else {
    return false;
  }
}

template <class T>
void put_message(std::string& out, const T& value) {
  if constexpr (is_pair<T>) {
    put_field(out, 1, value.first);
    put_field(out, 2, value.second);
  } else {
    static_assert(Record<const T>, "no fields()");
    static const T kInitial{};  // the decoder starts from the same
    const char* base = reinterpret_cast<const char*>(&value);
    const char* initial_base = reinterpret_cast<const char*>(&kInitial);
    T::fields(value, [&](int tag, const auto& member) {
      using Member = std::remove_cvref_t<decltype(member)>;
      const auto offset = reinterpret_cast<const char*>(&member) - base;
      const auto& initial = *reinterpret_cast<const Member*>(initial_base + offset);
      if (!same_as_default(member, initial)) put_field(out, tag, member);
    });
  }
}

template <class T>
bool get_message(CodedInputStream& in, T& value, int depth);

inline bool get_length(CodedInputStream& in, std::uint32_t& length) {
  return in.ReadVarint32(&length) && length <= static_cast<std::uint32_t>(in.BytesUntilLimit());
}

inline bool skip(CodedInputStream& in, WireType type) {
  std::uint64_t ignored = 0;
  std::uint32_t length = 0;
  switch (type) {
    case WireType::Varint: return in.ReadVarint64(&ignored);
    case WireType::Fixed64: return in.Skip(8);
    case WireType::Fixed32: return in.Skip(4);
    case WireType::Bytes: return get_length(in, length) && in.Skip(static_cast<int>(length));
  }
  return false;
}

template <class T>
bool get_field(CodedInputStream& in, WireType type, T& value, int depth) {
  std::uint64_t raw = 0;
  std::uint32_t length = 0;
  if constexpr (Scalar<T>) {
    if (type != WireType::Varint || !in.ReadVarint64(&raw)) return false;
    value = from_varint<T>(raw);
    return true;
  } else if constexpr (std::is_same_v<T, double>) {
    if (type != WireType::Fixed64 || !in.ReadLittleEndian64(reinterpret_cast<std::uint64_t*>(&raw))) return false;
    __builtin_memcpy(&value, &raw, sizeof value);
    return true;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return type == WireType::Bytes && get_length(in, length) && in.ReadString(&value, static_cast<int>(length));
  } else if constexpr (is_optional<T>) {
    return get_field(in, type, value.emplace(), depth);
  } else if constexpr (is_vector<T>) {
    using Element = typename T::value_type;
    if constexpr (Scalar<Element>) {
      if (type != WireType::Bytes || !get_length(in, length)) return false;
      const auto limit = in.PushLimit(static_cast<int>(length));
      while (in.BytesUntilLimit() > 0) {
        if (!in.ReadVarint64(&raw)) return false;
        value.push_back(from_varint<Element>(raw));
      }
      in.PopLimit(limit);
      return true;
    } else {
      return get_field(in, type, value.emplace_back(), depth);
    }
  } else {
    if (type != WireType::Bytes || depth >= kMaxNesting || !get_length(in, length)) return false;
    const auto limit = in.PushLimit(static_cast<int>(length));
    if (!get_message(in, value, depth + 1) || in.BytesUntilLimit() != 0) return false;
    in.PopLimit(limit);
    return true;
  }
}

template <class T>
bool get_member(CodedInputStream& in, std::uint32_t key, T& value, int depth) {
  const auto type = static_cast<WireType>(key & 7);
  const int tag = static_cast<int>(key >> 3);
  bool found = false, good = true;
  const auto take = [&](int member_tag, auto& member) {
    if (member_tag != tag || found) return;
    found = true;
    good = get_field(in, type, member, depth);
  };
  if constexpr (is_pair<T>) {
    take(1, value.first);
    take(2, value.second);
  } else {
    T::fields(value, take);
  }
  return found ? good : skip(in, type);
}

template <class T>
bool get_message(CodedInputStream& in, T& value, int depth) {
  while (in.BytesUntilLimit() > 0) {
    std::uint32_t key = 0;
    if (!in.ReadVarint32(&key) || (key >> 3) == 0) return false;
    if (!get_member(in, key, value, depth)) return false;
  }
  return true;
}

}  // namespace detail

template <class T>
std::string encode(const T& value) {
  std::string out;
  detail::put_message(out, value);
  return out;
}

// Error: Code::CommunicationsReceive, for bytes that are not a T.
template <class T>
Result<T> decode(std::string_view bytes) {
  constexpr std::size_t kMost = 1U << 30;
  if (bytes.size() > kMost) return Error{Code::CommunicationsReceive, "message too long"};
  detail::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  in.SetTotalBytesLimit(static_cast<int>(bytes.size()));
  const auto limit = in.PushLimit(static_cast<int>(bytes.size()));
  T value{};
  if (!detail::get_message(in, value, 0) || in.BytesUntilLimit() != 0)
    return Error{Code::CommunicationsReceive, "malformed message"};
  in.PopLimit(limit);
  return value;
}

}  // namespace minislurm::wire
