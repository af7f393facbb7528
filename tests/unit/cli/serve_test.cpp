// Does the server answer its own page only, and survive whatever is sent?
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/cli/run.h"

namespace hudna {
namespace {

class Serve : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::fresh_folder("serve");
    const auto built = test::run("build '" HUDNA_SOURCE_DIR "/samples' --out r.hudna --quiet", folder_);
    ASSERT_EQ(built.code, 0) << built.err;
    start();
  }
  void TearDown() override {
    if (child_ > 0) {
      ::kill(child_, SIGTERM);
      int status = 0;
      ::waitpid(child_, &status, 0);
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "stopped by SIGTERM as asked";
    }
    std::filesystem::remove_all(folder_);
  }

  void start() {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    child_ = ::fork();
    ASSERT_GE(child_, 0);
    if (child_ == 0) {
      ::dup2(ends[1], 1);
      ::close(ends[0]);
      ::close(ends[1]);
      const std::string record = (folder_ / "r.hudna").string(), program = test::program();
      ::execl(program.c_str(), "hudna", "serve", record.c_str(), static_cast<char*>(nullptr));
      ::_exit(127);
    }
    ::close(ends[1]);
    std::string said;
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') said += c;
    ::close(ends[0]);
    const std::size_t colon = said.rfind(':');
    ASSERT_NE(colon, std::string::npos) << said;
    port_ = static_cast<std::uint16_t>(std::stoi(said.substr(colon + 1)));
  }

  std::string send(const std::string& bytes) const {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port_);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
      ::close(fd);
      return "";
    }
    timeval wait{5, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    static_cast<void>(::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    ::shutdown(fd, SHUT_WR);
    std::string out;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) out.append(buffer, static_cast<std::size_t>(n));
    ::close(fd);
    return out;
  }
  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string get(const std::string& path, const std::string& more = "", const std::string& host_given = "") const {
    return send("GET " + path + " HTTP/1.1\r\nHost: " + (host_given.empty() ? host() : host_given) + "\r\n" + more +
                "Connection: close\r\n\r\n");
  }

  std::filesystem::path folder_;
  pid_t child_ = -1;
  std::uint16_t port_ = 0;
};

bool ok(const std::string& answer) { return answer.starts_with("HTTP/1.1 200"); }
bool refused(const std::string& answer) { return answer.starts_with("HTTP/1.1 403"); }

TEST_F(Serve, ThePageItsPartsAndItsData) {
  for (const char* path : {"/", "/agreements", "/agreements/some-id?as_of=2018-06-01", "/app.js", "/app.css", "/world.json"}) {
    const std::string answer = get(path);
    EXPECT_TRUE(ok(answer)) << path;
    EXPECT_NE(answer.find("Content-Security-Policy: default-src 'none'; script-src 'self'"), std::string::npos);
  }
  for (const char* list : {"record", "agreements", "incidents", "contradictions", "claims", "deadlines", "reports", "places", "timeline"}) {
    EXPECT_TRUE(ok(get(std::string("/api/") + list))) << list;
  }
  const std::string agreements = get("/api/agreements?as_of=2018-06-01");
  const std::size_t at = agreements.find("\"id\":\"ag-");
  ASSERT_NE(at, std::string::npos);
  const std::string id = agreements.substr(at + 6, agreements.find('"', at + 6) - at - 6);
  const std::string one = get("/api/agreements/" + id);
  EXPECT_TRUE(ok(one));
  const std::size_t words = one.find("\"st-");
  ASSERT_NE(words, std::string::npos);
  const std::string statement = get("/api/statements/" + one.substr(words + 1, one.find('"', words + 1) - words - 1));
  EXPECT_TRUE(ok(statement));
  const std::size_t report = statement.find("\"id\":\"rp-");
  ASSERT_NE(report, std::string::npos);
  EXPECT_TRUE(ok(get("/api/reports/" + statement.substr(report + 6, statement.find('"', report + 6) - report - 6))));
}

TEST_F(Serve, WhatIsNotThereIsSaidSo) {
  EXPECT_TRUE(get("/api/agreements/ag-none").starts_with("HTTP/1.1 404"));
  EXPECT_TRUE(get("/api/nothing").starts_with("HTTP/1.1 404"));
  EXPECT_TRUE(get("/api/agreements?as_of=yesterday").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(get("/other.js").starts_with("HTTP/1.1 404"));
  EXPECT_EQ(get("/../rules/00-syntax.rules").find("class"), std::string::npos);
  EXPECT_EQ(get("/%2e%2e/actors/syria.toml").find("[["), std::string::npos);
}

TEST_F(Serve, OtherSitesAreRefused) {
  EXPECT_TRUE(refused(get("/", "", "evil.example")));
  EXPECT_TRUE(refused(get("/api/record", "", "127.0.0.1.evil.example:" + std::to_string(port_))));
  EXPECT_TRUE(refused(get("/api/record", "", "127.0.0.1:1")));
  EXPECT_TRUE(refused(get("/api/record", "Origin: http://evil.example\r\n")));
  EXPECT_TRUE(refused(get("/api/record", "Origin: null\r\n")));
  EXPECT_TRUE(refused(get("/api/record", "Sec-Fetch-Site: cross-site\r\n")));
  EXPECT_TRUE(ok(get("/api/record", "Origin: http://" + host() + "\r\nSec-Fetch-Site: same-origin\r\n")));
  EXPECT_TRUE(ok(get("/api/record", "", "localhost:" + std::to_string(port_))));
  EXPECT_FALSE(ok(send("POST /api/record HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 2\r\n\r\n{}")));
}

TEST_F(Serve, MalformedRequestsNeverStopIt) {
  std::uint64_t state = 7;
  const auto next = [&state] {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<unsigned>(state >> 33);
  };
  const std::string good = "GET /api/agreements?as_of=2018-06-01&q=x HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n";
  for (int round = 0; round < 10000; ++round) {
    std::string bad = good;
    for (unsigned k = 0, n = 1 + next() % 8; k < n; ++k) {
      switch (next() % 4) {
        case 0:
          bad[next() % bad.size()] = static_cast<char>(next());
          break;
        case 1:
          bad.erase(next() % bad.size(), next() % 9);
          break;
        case 2:
          bad.insert(next() % bad.size(), std::string(next() % 300, static_cast<char>(next())));
          break;
        default:
          bad.resize(next() % bad.size());
          break;
      }
      if (bad.empty()) bad = "G";
    }
    // Cut-off requests are closed by our half of the connection, so none waits.
    send(bad);
  }
  EXPECT_TRUE(ok(get("/api/record")));
}

}  // namespace
}  // namespace hudna
