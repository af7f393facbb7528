// What is on the other side of the stream? Width, colour, and a progress bar
// that is drawn on standard error only when that is a terminal. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace hudna::cli {

struct Terminal {
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool colour = false;  // standard output is a terminal, NO_COLOR is unset, TERM is not dumb
  std::size_t columns = 100;
};

Terminal find_terminal();

// "reading  412/1000 [#####     ] 203/s  3 s left". Draws at most ten times a second.
class ProgressBar {
 public:
  // Draws nothing when `shown` is false.
  ProgressBar(bool shown, std::string label, std::size_t total);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void step();
  // Takes the bar off the screen, so that a message can be printed; the next step draws it again.
  void hide();

 private:
  void draw();
  bool shown_;
  bool drawn_ = false;
  std::string label_;
  std::size_t total_;
  std::size_t done_ = 0;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace hudna::cli
