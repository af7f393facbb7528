// How does a browser look at a record? An HTTP server on the loopback address
// alone, one request at a time: the page and its parts come from the program
// itself, the data from app::RecordApi. A request whose Host is
// not the server's own, or that another site sends, is refused (DNS rebinding,
// cross-site requests); what writes (a reviewer's decision) takes a token that
// is random at each start and stands in the printed address only; every answer
// carries a strict Content-Security-Policy.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "app/record_api.h"
#include "base/result.h"

namespace hudna::server {

struct ServeOptions {
  std::uint16_t port = 0;  // 0: any free one
};

// Serves until the process is told to stop (SIGINT, SIGTERM). `listening` is called once with the address, such as
// "http://127.0.0.1:8714/#token=…". Fails with PortTaken when the port cannot be had.
base::Result<void> serve(app::RecordApi* api, const ServeOptions& options,
                         const std::function<void(const std::string& address)>& listening);

}  // namespace hudna::server
