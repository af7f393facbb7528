#include "server/server.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "base/embedded.h"

namespace hudna::server {
namespace {

// Requests of the page are short; nothing longer is read.
constexpr std::size_t kHeaderBytes = 16 << 10;
constexpr std::size_t kBodyBytes = 64 << 10;
constexpr int kTimeoutSeconds = 30;
constexpr std::size_t kParameters = 32;

struct Free {
  void operator()(event_base* p) const { event_base_free(p); }
  void operator()(evhttp* p) const { evhttp_free(p); }
  void operator()(event* p) const { event_free(p); }
  void operator()(evhttp_uri* p) const { evhttp_uri_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

struct Type {
  std::string_view ending, type;
};
constexpr Type kTypes[] = {{".html", "text/html; charset=utf-8"},
                           {".js", "text/javascript; charset=utf-8"},
                           {".css", "text/css; charset=utf-8"},
                           {".json", "application/json"},
                           {".svg", "image/svg+xml"}};

std::optional<std::string> decoded(const char* text) {
  std::size_t size = 0;
  char* plain = evhttp_uridecode(text, 0, &size);
  if (plain == nullptr) return std::nullopt;
  std::string out(plain, size);
  std::free(plain);
  return out;
}

// 32 digits that nobody can guess; empty when the system gives no random bytes.
std::string fresh_token() {
  unsigned char bytes[16];
  if (::getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes)) return {};
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : bytes) out += kDigits[byte >> 4], out += kDigits[byte & 15];
  return out;
}

// Takes as long for a wrong first letter as for a wrong last one.
bool same_token(std::string_view given, std::string_view token) {
  if (given.size() != token.size() || token.empty()) return false;
  unsigned char differ = 0;
  for (std::size_t i = 0; i < token.size(); ++i) differ = static_cast<unsigned char>(differ | (given[i] ^ token[i]));
  return differ == 0;
}

std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

class Server {
 public:
  Server(app::RecordApi* api, std::uint16_t port, std::string token)
      : api_(api), token_(std::move(token)), hosts_{"127.0.0.1:" + std::to_string(port), "localhost:" + std::to_string(port)} {}

  void answer(evhttp_request* request) const {
    const evkeyvalq* in = evhttp_request_get_input_headers(request);
    const char* host = evhttp_find_header(in, "Host");
    if (host == nullptr || !own(host)) return send(request, 403, "text/plain", "This server answers to its own address only.\n");
    const char* origin = evhttp_find_header(in, "Origin");
    const char* site = evhttp_find_header(in, "Sec-Fetch-Site");
    const bool foreign = (origin != nullptr && !own_origin(origin)) ||
                         (site != nullptr && std::strcmp(site, "same-origin") != 0 && std::strcmp(site, "none") != 0);
    if (foreign) return send(request, 403, "text/plain", "This server answers to its own page only.\n");
    const Owned<evhttp_uri> uri(evhttp_uri_parse(evhttp_request_get_uri(request)));
    const char* raw_path = uri ? evhttp_uri_get_path(uri.get()) : nullptr;
    const auto path = raw_path == nullptr ? std::nullopt : decoded(raw_path);
    if (!path || path->empty() || (*path)[0] != '/') return send(request, 400, "text/plain", "bad path\n");
    if (evhttp_request_get_command(request) == EVHTTP_REQ_POST) return answer_post(request, *path);
    if (path->starts_with("/api/")) return answer_data(request, path->substr(5), evhttp_uri_get_query(uri.get()));
    answer_file(request, *path);
  }

 private:
  bool own(std::string_view host) const { return host == hosts_[0] || host == hosts_[1]; }
  bool own_origin(std::string_view origin) const {
    return origin.starts_with("http://") && own(origin.substr(7));
  }

  void answer_data(evhttp_request* request, const std::string& path, const char* query) const {
    std::map<std::string, std::string> parameters;
    evkeyvalq list;
    if (query != nullptr && evhttp_parse_query_str(query, &list) == 0) {
      std::size_t seen = 0;
      for (const evkeyval* item = list.tqh_first; item != nullptr && seen < kParameters; item = item->next.tqe_next, ++seen) {
        parameters.emplace(item->key, item->value);
      }
      evhttp_clear_headers(&list);
    }
    const app::RecordApi::Answer found = api_->get(path, parameters);
    if (!found.file.empty()) {
      // Names of our own formats: no sign that a header would take apart.
      const std::string how = "attachment; filename=\"" + found.file + "\"";
      evhttp_add_header(evhttp_request_get_output_headers(request), "Content-Disposition", how.c_str());
    }
    send(request, found.status, found.type, found.body);
  }

  // Writing takes the token of the opened address, which no other site can read, and a type that no form can send.
  void answer_post(evhttp_request* request, const std::string& path) const {
    const evkeyvalq* in = evhttp_request_get_input_headers(request);
    const char* token = evhttp_find_header(in, "X-Hudna-Token");
    const char* type = evhttp_find_header(in, "Content-Type");
    const auto refuse = [&](int status, std::string_view why) {
      send(request, status, "application/json", "{\"error\":\"" + std::string(why) + "\"}");
    };
    if (token == nullptr || !same_token(token, token_))
      return refuse(403, "writing wants the token of the address that hudna serve printed");
    if (type == nullptr || !std::string_view(type).starts_with("application/json")) return refuse(415, "send application/json");
    if (!path.starts_with("/api/")) return refuse(404, "nothing can be written here");
    evbuffer* body = evhttp_request_get_input_buffer(request);
    const std::size_t size = evbuffer_get_length(body);
    const unsigned char* bytes = size == 0 ? nullptr : evbuffer_pullup(body, -1);
    const std::string_view text = bytes == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(bytes), size);
    const app::RecordApi::Answer done = api_->post(path.substr(5), text, time_now());
    send(request, done.status, done.type, done.body);
  }

  // The page and its parts; every other path is a view of the page, which reads the address itself.
  void answer_file(evhttp_request* request, const std::string& path) const {
    const std::size_t dot = path.rfind('.');
    if (dot != std::string::npos) {
      for (const Type& type : kTypes) {
        if (path.substr(dot) != type.ending) continue;
        const auto file = base::find_embedded("web" + path);
        if (file) return send(request, 200, type.type, *file);
      }
      return send(request, 404, "text/plain", "There is no such file.\n");
    }
    const auto page = base::find_embedded("web/index.html");
    send(request, page ? 200 : 404, "text/html; charset=utf-8", page ? *page : "The page was not built into this program.\n");
  }

  static void send(evhttp_request* request, int status, std::string_view type, std::string_view body) {
    evkeyvalq* out = evhttp_request_get_output_headers(request);
    const std::pair<const char*, const char*> headers[] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cache-Control", "no-store"}};
    for (const auto& [key, value] : headers) evhttp_add_header(out, key, value);
    evhttp_add_header(out, "Content-Type", std::string(type).c_str());
    evbuffer* buffer = evbuffer_new();
    if (buffer != nullptr) evbuffer_add(buffer, body.data(), body.size());
    evhttp_send_reply(request, status, nullptr, buffer);
    if (buffer != nullptr) evbuffer_free(buffer);
  }

  app::RecordApi* api_;
  std::string token_;
  std::string hosts_[2];
};

}  // namespace

base::Result<void> serve(app::RecordApi* api, const ServeOptions& options,
                         const std::function<void(const std::string& address)>& listening) {
  const Owned<event_base> base(event_base_new());
  const Owned<evhttp> http(base ? evhttp_new(base.get()) : nullptr);
  if (!http) return base::fail(base::Code::PortTaken, "serve", "the event loop could not be made");
  evhttp_set_max_headers_size(http.get(), kHeaderBytes);
  evhttp_set_max_body_size(http.get(), kBodyBytes);
  evhttp_set_timeout(http.get(), kTimeoutSeconds);
  evhttp_set_allowed_methods(http.get(), EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST);
  evhttp_bound_socket* bound = evhttp_bind_socket_with_handle(http.get(), "127.0.0.1", options.port);
  if (bound == nullptr) {
    return base::fail(base::Code::PortTaken, "port " + std::to_string(options.port),
                      std::string(std::strerror(errno)) + "; give another one with --port");
  }
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(evhttp_bound_socket_get_fd(bound), reinterpret_cast<sockaddr*>(&address), &size);
  const std::uint16_t port = ntohs(address.sin_port);
  const std::string token = fresh_token();
  const Server server(api, port, token);
  evhttp_set_gencb(
      http.get(), [](evhttp_request* request, void* self) { static_cast<const Server*>(self)->answer(request); },
      const_cast<Server*>(&server));
  const auto stop = [](evutil_socket_t, short, void* loop) { event_base_loopbreak(static_cast<event_base*>(loop)); };
  const Owned<event> interrupt(evsignal_new(base.get(), SIGINT, stop, base.get()));
  const Owned<event> terminate(evsignal_new(base.get(), SIGTERM, stop, base.get()));
  evsignal_add(interrupt.get(), nullptr);
  evsignal_add(terminate.get(), nullptr);
  // After the #, where no request carries it and no log keeps it.
  listening("http://127.0.0.1:" + std::to_string(port) + "/" + (token.empty() ? "" : "#token=" + token));
  event_base_dispatch(base.get());
  return {};
}

}  // namespace hudna::server
