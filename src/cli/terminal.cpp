#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace hudna::cli {

Terminal find_terminal() {
  Terminal out;
  out.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  out.err_is_terminal = isatty(STDERR_FILENO) == 1;
  const char* term = std::getenv("TERM");
  const char* no_colour = std::getenv("NO_COLOR");
  const bool dumb = term != nullptr && std::strcmp(term, "dumb") == 0;
  out.colour = out.out_is_terminal && !dumb && (no_colour == nullptr || *no_colour == '\0');
  winsize size{};
  if (out.out_is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    out.columns = size.ws_col;
  } else if (const char* columns = std::getenv("COLUMNS"); columns != nullptr && std::atoi(columns) > 0) {
    out.columns = static_cast<std::size_t>(std::atoi(columns));
  }
  out.columns = std::clamp<std::size_t>(out.columns, 40, 160);
  return out;
}

ProgressBar::ProgressBar(bool shown, std::string label, std::size_t total)
    : shown_(shown && total > 1), label_(std::move(label)), total_(total), start_(std::chrono::steady_clock::now()), last_(start_) {}

ProgressBar::~ProgressBar() { hide(); }

void ProgressBar::step() {
  ++done_;
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  if (done_ != total_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  draw();
}

void ProgressBar::hide() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

void ProgressBar::draw() {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
  const double left = rate > 0 ? static_cast<double>(total_ - done_) / rate : 0;
  constexpr std::size_t kWidth = 24;
  const std::size_t filled = total_ == 0 ? kWidth : done_ * kWidth / total_;
  const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, ' ');
  std::fprintf(stderr, "\r\x1b[K%s %zu/%zu [%s] %.0f/s  %.0f s left", label_.c_str(), done_, total_, bar.c_str(), rate, left);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace hudna::cli
