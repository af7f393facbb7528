// How far does hudna follow outside input? Every loop over it has a limit of
// this list; reaching one is a diagnostic, never a crash.
#pragma once

#include <cstddef>

namespace hudna::base::limits {

// Bytes of one report. A saved page is 0.2 MB on average and 2 MB at most (shared measurements: median 112-248 KB).
inline constexpr std::size_t kReportBytes = std::size_t{256} << 20;
// Open HTML elements that are followed; deeper ones are read as flat.
inline constexpr std::size_t kNesting = 512;
// Attributes read of one tag.
inline constexpr std::size_t kAttributes = 256;
// Tokens of one sentence before it is split (the cost of a parse is linear, but its quality is not).
inline constexpr std::size_t kSentenceTokens = 200;
// Bytes of one report's own text that are analysed; the rest keeps its blocks and gets no statements. The longest
// published agreements are some 0.3 MB, news is 5 kB.
inline constexpr std::size_t kAnalysedBytes = std::size_t{1} << 20;
// Memory for sentences that were parsed before (about 100,000 of them).
inline constexpr std::size_t kRememberedBytes = std::size_t{64} << 20;
// Matches of all rules in one sentence.
inline constexpr std::size_t kMatchesPerSentence = 256;
// Statements of one report.
inline constexpr std::size_t kStatementsPerReport = 5000;

// Bytes of one line of a dump of places; GeoNames' longest, with all its alternate names, has some 20 kB.
inline constexpr std::size_t kDataLineBytes = std::size_t{1} << 20;
// Bytes of one file of --data; a compiled table of all places of GeoNames has some 400 MB.
inline constexpr std::size_t kDataFileBytes = std::size_t{1} << 30;
// Bytes of one line of hudna.jsonl: a report of kReportBytes in base64, its text and its reading.
inline constexpr std::size_t kImportLineBytes = std::size_t{1} << 30;

}  // namespace hudna::base::limits
