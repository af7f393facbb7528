# Third-party libraries are linked from their static archives, so that the
# program runs alone on a bare Debian 12 (docs/adr/0003).
function(hudna_static name archive)
  find_library(HUDNA_${name}_ARCHIVE ${archive} REQUIRED)
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE ${HUDNA_${name}_ARCHIVE} ${ARGN})
endfunction()

find_package(Threads REQUIRED)
add_library(threads INTERFACE)
target_link_libraries(threads INTERFACE Threads::Threads)
hudna_static(crypto_static libcrypto.a ${CMAKE_DL_LIBS} Threads::Threads)
find_library(HUDNA_RAPIDCHECK rapidcheck)
add_library(rapidcheck_static INTERFACE)
target_link_libraries(rapidcheck_static INTERFACE ${HUDNA_RAPIDCHECK})
hudna_static(zlib_static libz.a)
hudna_static(sqlite_static libsqlite3.a ${CMAKE_DL_LIBS} Threads::Threads m)
hudna_static(event_static libevent.a)
