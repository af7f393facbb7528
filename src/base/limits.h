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

// Adding a few reports to a record without reading the others (src/record/adding): how much of the record is
// looked at. Nothing is left out beyond a limit: all reports are merged again, which gives the same record
// and takes longer, and whoever added them is told so (merged-whole). A report touches some tens of each.
// Reports that come at once; for more a whole merge is quicker.
inline constexpr std::size_t kAddedReports = 32;
// Reports that share a part of a text with one that comes, and reports whose group is settled again; at first
// only few of them are asked for, since those are nearly always all.
inline constexpr std::size_t kAddedTexts = 1000, kAddedTextsFirst = 64;
// Names of actors that may be one with a name that comes.
inline constexpr std::size_t kAddedNames = 5000;
// Events, counts, mentions, agreements or incidents of one look-up: of the time and area of a new one, of one
// agreement, of one count. In a record of one war this is what its country-wide blocks would give.
inline constexpr std::size_t kAddedTraces = 20000;
// Mentions of agreements that are settled again.
inline constexpr std::size_t kAddedMentions = 5000;
// Reports that are read again for the rows that change, and reports of one text.
inline constexpr std::size_t kAddedReportsRead = 3000;
// Agreements before or after another one of their place.
inline constexpr std::size_t kAddedBeside = 64;

}  // namespace hudna::base::limits
