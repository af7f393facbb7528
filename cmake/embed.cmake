# hudna_embed(target ROOT dir FILES a b …): an object library (always linked
# whole, since base looks its index up) that carries files as read-only bytes, found by base::embedded_file("path below ROOT").
function(hudna_embed target)
  cmake_parse_arguments(ARG "" "ROOT" "FILES" ${ARGN})
  set(asm ".section .rodata\n")
  set(decls "")
  set(rows "")
  set(n 0)
  foreach(file IN LISTS ARG_FILES)
    file(RELATIVE_PATH name ${ARG_ROOT} ${file})
    # A compiled file lies below the build folder at the path that it has below data/.
    if(name MATCHES "^\\.\\./")
      file(RELATIVE_PATH name ${CMAKE_CURRENT_BINARY_DIR} ${file})
    endif()
    string(APPEND asm ".balign 64\n.global hudna_embedded_${n}_begin\nhudna_embedded_${n}_begin:\n.incbin \"${file}\"\n.global hudna_embedded_${n}_end\nhudna_embedded_${n}_end:\n.byte 0\n")
    string(APPEND decls "extern const char hudna_embedded_${n}_begin[];\nextern const char hudna_embedded_${n}_end[];\n")
    string(APPEND rows "    {\"${name}\", hudna_embedded_${n}_begin, hudna_embedded_${n}_end},\n")
    math(EXPR n "${n}+1")
  endforeach()
  string(APPEND asm ".section .note.GNU-stack,\"\",@progbits\n")
  set(dir ${CMAKE_BINARY_DIR}/embed/${target})
  file(CONFIGURE OUTPUT ${dir}/bytes.S CONTENT "${asm}" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/index.cpp CONTENT
"#include \"base/embedded.h\"
extern \"C\" {
${decls}}
namespace hudna::base {
namespace {
const EmbeddedFile kFiles[] = {
${rows}};
}
const EmbeddedFile* embedded_begin() { return kFiles; }
std::size_t embedded_count() { return ${n}; }
}
" @ONLY)
  set_source_files_properties(${dir}/bytes.S PROPERTIES OBJECT_DEPENDS "${ARG_FILES}")
  add_library(${target} OBJECT ${dir}/bytes.S ${dir}/index.cpp)
  target_link_libraries(${target} PUBLIC hudna_base)
endfunction()
