#include "page/html_page.h"
namespace hudna::page {
void read_html(const DecodedText& decoded, const Vocabulary&, model::DocumentParts* parts) {
  static_cast<void>(decoded);
  static_cast<void>(parts);
}
}  // namespace hudna::page
