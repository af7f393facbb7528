// How is work spread over cores without changing the output? Workers take the
// next index; results are handed over one by one in index order, on the
// calling thread, with a bounded number of results waiting. Same results at
// any number of threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace hudna::app {

// Calls `make(i)` for i in [0, count) on `threads` threads and `take(i, T&&)` in order. `take` returns false to stop
// early. REQUIRES: `make` is thread-safe and neither throws.
template <class T, class Make, class Take>
void for_each_ordered(std::size_t count, unsigned threads, Make make, Take take) {
  if (threads <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!take(i, make(i))) return;
    }
    return;
  }
  // Enough to keep the workers busy while the oldest result is slow, little enough to bound memory.
  const std::size_t ahead_max = std::size_t{threads} * 8;
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::size_t, T> ready;
  std::size_t next = 0, taken = 0;
  bool stop = false;
  std::vector<std::thread> workers;
  for (unsigned t = 0; t < threads; ++t) {
    workers.emplace_back([&] {
      while (true) {
        std::size_t i = 0;
        {
          std::unique_lock lock(mutex);
          changed.wait(lock, [&] { return stop || next >= count || next < taken + ahead_max; });
          if (stop || next >= count) return;
          i = next++;
        }
        T result = make(i);
        {
          std::lock_guard lock(mutex);
          ready.emplace(i, std::move(result));
        }
        changed.notify_all();
      }
    });
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::optional<T> result;
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return ready.contains(i); });
      auto node = ready.extract(i);
      result.emplace(std::move(node.mapped()));
      taken = i + 1;
    }
    changed.notify_all();
    if (!take(i, std::move(*result))) break;
  }
  {
    std::lock_guard lock(mutex);
    stop = true;
  }
  changed.notify_all();
  for (std::thread& worker : workers) worker.join();
}

}  // namespace hudna::app
