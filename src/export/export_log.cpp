// Why is something not in a file, or not as it stands in the record? Ours; see docs/formats/exports.md.
#include <array>

#include "export/formats.h"

namespace hudna::exports {

void write_export_log(Context* context, Out* out) {
  static constexpr std::array kColumns = {
      Column{"file", "string", "#meta+file"},
      Column{"row_kind"},
      Column{"row", "string", "#meta+id"},
      Column{"what"},
      Column{"reason"},
      Column{"sharing"},
      Column{"as_of", "date", "#date+asof"},
      Column{"inputs_sha256"},
      Column{"tool"},
  };
  CsvWriter row(out, kColumns, context->settings().hxl);
  for (const LogRow& line : context->log()) {
    row.code(line.file).code(line.kind).code(line.id).code(line.what).text(line.reason);
    row.code(name(context->settings().sharing)).code(context->settings().as_of).code(context->inputs());
    row.text(context->settings().tool).end();
  }
}

}  // namespace hudna::exports
