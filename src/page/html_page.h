// What does an HTML page hold? read_html walks the tokens of a decoded page
// once, lays its text out as a flat tape of blocks, types them and takes the
// fields that the page states. Thread-safe. Linear in the bytes.
#pragma once

#include "model/document.h"
#include "page/charset.h"
#include "page/page.h"
#include "page/vocabulary.h"

namespace hudna::page {

// Fills text, map, blocks and fields of `parts`, whose raw bytes `decoded` was made from.
void read_html(const DecodedText& decoded, const PageOptions& options, const Vocabulary& vocabulary,
               model::DocumentParts* parts);

}  // namespace hudna::page
