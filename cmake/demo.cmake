# cmake --workflow --preset demo: installs below the build folder and runs the main job from there.
set(demo_prefix ${PROJECT_BINARY_DIR}/prefix)
add_custom_target(demo
  COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${demo_prefix} > ${PROJECT_BINARY_DIR}/install.log
  COMMAND ${demo_prefix}/${CMAKE_INSTALL_DOCDIR}/examples/demo.sh ${demo_prefix} ${PROJECT_BINARY_DIR}/run
  USES_TERMINAL VERBATIM)
foreach(program sbatch srun salloc squeue sinfo scontrol scancel sacct sdiag sprio sshare sattach sbcast slurmctld slurmstepd)
  add_dependencies(demo ${program})
endforeach()
