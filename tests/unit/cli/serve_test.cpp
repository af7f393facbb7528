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
    const std::size_t colon = said.rfind(':'), token = said.find("#token=");
    ASSERT_NE(colon, std::string::npos) << said;
    ASSERT_NE(token, std::string::npos) << said;
    port_ = static_cast<std::uint16_t>(std::stoi(said.substr(colon + 1)));
    token_ = said.substr(token + 7);
  }

  // `cut`: our half is closed at once, so that a request that is not whole does not wait; a long answer may then be cut off.
  std::string send(const std::string& bytes, bool cut = false) const {
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
    if (cut) ::shutdown(fd, SHUT_WR);
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

  std::string post(const std::string& path, const std::string& body, const std::string& more, const std::string& host_given = "") const {
    return send("POST " + path + " HTTP/1.1\r\nHost: " + (host_given.empty() ? host() : host_given) + "\r\n" + more +
                "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
  }
  // As the page does it.
  std::string decide(const std::string& body) const {
    return post("/api/review", body,
                "Content-Type: application/json\r\nX-Hudna-Token: " + token_ + "\r\nOrigin: http://" + host() +
                    "\r\nSec-Fetch-Site: same-origin\r\n");
  }
  // The first value of that key in an answer; it must be a string.
  static std::string first(const std::string& answer, const std::string& key) {
    const std::size_t at = answer.find("\"" + key + "\":\"");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + key.size() + 4;
    return answer.substr(begin, answer.find('"', begin) - begin);
  }

  std::size_t resident_pages() const {
    std::ifstream in("/proc/" + std::to_string(child_) + "/statm");
    std::size_t all = 0, resident = 0;
    in >> all >> resident;
    return resident;
  }

  std::filesystem::path folder_;
  std::string token_;
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

TEST_F(Serve, WritingTakesTheTokenOfThePrintedAddress) {
  const std::string id = first(get("/api/contradictions"), "id");
  ASSERT_FALSE(id.empty());
  const std::string body = R"({"decision":"accept","target":")" + id + R"(","reviewer":"lina"})";
  const std::string json = "Content-Type: application/json\r\n", token = "X-Hudna-Token: " + token_ + "\r\n";
  EXPECT_EQ(token_.size(), 32u);
  EXPECT_TRUE(refused(post("/api/review", body, json))) << "no token";
  EXPECT_TRUE(refused(post("/api/review", body, json + "X-Hudna-Token: " + std::string(32, '0') + "\r\n"))) << "a wrong one";
  EXPECT_TRUE(refused(post("/api/review", body, json + "X-Hudna-Token: " + token_.substr(0, 31) + "\r\n"))) << "a part of it";
  EXPECT_TRUE(refused(post("/api/review?token=" + token_, body, json))) << "not in the address of a request";
  // A form of another site can send neither this type nor this header; it says where it comes from, too.
  EXPECT_FALSE(ok(post("/api/review", body, token + "Content-Type: text/plain\r\n")));
  EXPECT_FALSE(ok(post("/api/review", body, token + "Content-Type: application/x-www-form-urlencoded\r\n")));
  EXPECT_TRUE(refused(post("/api/review", body, json + token + "Origin: http://evil.example\r\n")));
  EXPECT_TRUE(refused(post("/api/review", body, json + token + "Origin: null\r\n")));
  EXPECT_TRUE(refused(post("/api/review", body, json + token + "Origin: http://127.0.0.1:1\r\n"))) << "another port is another site";
  EXPECT_TRUE(refused(post("/api/review", body, json + token + "Sec-Fetch-Site: cross-site\r\n")));
  EXPECT_TRUE(refused(post("/api/review", body, json + token + "Sec-Fetch-Site: same-site\r\n")));
  EXPECT_TRUE(refused(post("/api/review", body, json + token, "rebound.example"))) << "a name that was made to lead here";
  EXPECT_TRUE(refused(post("/api/review", body, json + token, "rebound.example:" + std::to_string(port_))));
  EXPECT_NE(get("/api/log").find("\"total\":0"), std::string::npos) << "none of these was written";
  EXPECT_TRUE(ok(decide(body)));
  EXPECT_NE(get("/api/log").find("\"total\":1"), std::string::npos);
  for (const char* page : {"/", "/app.js", "/api/record", "/api/log"})
    EXPECT_EQ(get(page).find(token_), std::string::npos) << page << " does not tell the token";
}

TEST_F(Serve, DecisionsAreLoggedShownAndUndone) {
  const std::string id = first(get("/api/agreements"), "id");
  const std::string done = decide(R"({"decision":"edit","target":")" + id + R"(","field":"title","value":"The <b>river</b> truce","reviewer":"lina","reason":"its usual name"})");
  ASSERT_TRUE(ok(done)) << done;
  const std::string entry = first(done, "id"), now = first(done, "now");
  EXPECT_EQ(entry.rfind("rv-", 0), 0u);
  const std::string page = get("/api/agreements/" + now);
  EXPECT_NE(page.find("\"title\":\"The <b>river</b> truce\""), std::string::npos) << "the record was merged anew";
  EXPECT_NE(page.find("\"review\":{\"decision\":\"edit\",\"reviewer\":\"lina\""), std::string::npos);
  const std::string log = get("/api/log?target=" + now);
  EXPECT_NE(log.find("\"reason\":\"its usual name\""), std::string::npos);
  EXPECT_NE(log.find("\"at\":\"20"), std::string::npos) << "with its time";
  EXPECT_TRUE(ok(decide(R"({"decision":"undo","target":")" + entry + R"(","reviewer":"omar"})")));
  EXPECT_EQ(get("/api/agreements/" + id).find("river"), std::string::npos);
  EXPECT_NE(get("/api/log").find("\"total\":2"), std::string::npos) << "nothing of the log is taken away";
  // What makes no sense is refused and leaves no trace.
  for (const char* bad : {"", "[]", "{", "{\"decision\":\"accept\"}", "{\"decision\":\"burn\",\"target\":\"x\",\"reviewer\":\"a\"}",
                          "{\"decision\":1,\"target\":2}", "{\"decision\":\"accept\",\"target\":\"in-none\",\"reviewer\":\"a\"}",
                          "{\"decision\":\"accept\",\"target\":\"\\ud800\",\"reviewer\":\"a\"}"}) {
    const std::string answer = decide(bad);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400") || answer.starts_with("HTTP/1.1 404")) << bad << answer;
  }
  EXPECT_NE(get("/api/log").find("\"total\":2"), std::string::npos);
}

TEST_F(Serve, ARecordThatCannotBeOpenedAfterADecisionIsTriedAgain) {
  const std::string id = first(get("/api/incidents"), "id");
  const auto away = folder_ / "away.hudna", record = folder_ / "r.hudna";
  std::filesystem::rename(record, away);
  const std::string body = R"({"decision":"accept","target":")" + id + R"(","reviewer":"lina"})";
  EXPECT_TRUE(decide(body).starts_with("HTTP/1.1 500"));
  EXPECT_TRUE(get("/api/incidents").starts_with("HTTP/1.1 500"));
  std::filesystem::rename(away, record);
  EXPECT_TRUE(ok(get("/api/incidents")));
  EXPECT_TRUE(ok(decide(body)));
}

TEST_F(Serve, ASecondCoderIsBlindAndChangesNothing) {
  const std::string queue = get("/api/queue?kind=contradiction");
  const std::string id = first(queue.substr(queue.find("\"rows\"")), "id");
  EXPECT_NE(queue.find("\"sentences\":[{\"statement\""), std::string::npos) << "positions bring their sentences";
  EXPECT_EQ(get("/api/queue?role=second").find("\"kind\""), std::string::npos) << "nothing to code twice yet";
  ASSERT_TRUE(ok(decide(R"({"decision":"accept","target":")" + id + R"(","reviewer":"lina","role":"first"})")));
  EXPECT_EQ(get("/api/queue?kind=contradiction").find("\"id\":\"" + id + "\",\"row\""), std::string::npos) << "done";
  const std::string blind = get("/api/queue?role=second");
  EXPECT_NE(blind.find("\"id\":\"" + id + "\""), std::string::npos);
  EXPECT_EQ(blind.find("lina"), std::string::npos);
  ASSERT_TRUE(ok(decide(R"({"decision":"reject","target":")" + id + R"(","reviewer":"omar","role":"second"})")));
  EXPECT_NE(get("/api/contradictions/" + id).find("\"review\":{\"decision\":\"accept\""), std::string::npos);
  EXPECT_NE(get("/api/log").find("\"effect\":\"apart\""), std::string::npos);
  const std::string figures = get("/api/coding");
  EXPECT_NE(figures.find("\"field\":\"verdict\",\"items\":1,\"agree\":0,\"percent\":0.0"), std::string::npos) << figures;
  EXPECT_NE(figures.find("\"second\":{\"value\":\"reject\",\"reviewer\":\"omar\""), std::string::npos);
}

TEST_F(Serve, ThingsSideBySideAndFiles) {
  // Two agreements with terms.
  std::vector<std::string> deals;
  const std::string list = get("/api/agreements?flag=reported");
  for (std::size_t at = list.find("\"id\":\"ag-"); at != std::string::npos; at = list.find("\"id\":\"ag-", at + 1))
    deals.push_back(list.substr(at + 6, list.find('"', at + 6) - at - 6));
  ASSERT_GE(deals.size(), 2u);
  const std::string both = get("/api/compare?a=" + deals[0] + "&b=" + deals[1]);
  ASSERT_TRUE(ok(both));
  EXPECT_NE(both.find("\"lacks\":\"a\""), std::string::npos);
  EXPECT_NE(both.find("\"lacks\":\"b\""), std::string::npos);
  EXPECT_NE(both.find("\"checklist\":[{\"element\":"), std::string::npos);
  EXPECT_TRUE(get("/api/compare?a=" + deals[0]).starts_with("HTTP/1.1 404"));

  std::string matrix;
  for (const std::string& deal : deals) matrix += get("/api/sources?agreement=" + deal);
  EXPECT_NE(matrix.find("\"stance\":\"said\""), std::string::npos);
  EXPECT_NE(matrix.find("\"stance\":\"denied\""), std::string::npos);
  EXPECT_NE(get("/api/sources").find("\"copy\":\""), std::string::npos) << "groups of copies";
  EXPECT_TRUE(get("/api/sources?agreement=ag-none").starts_with("HTTP/1.1 404"));

  const std::string changes = get("/api/changes?since=2018-05-29&until=2018-06-05");
  EXPECT_NE(changes.find("\"mark\":\"~\""), std::string::npos);
  EXPECT_NE(get("/api/changes?since=2018-05-29&until=2018-05-29").find("\"changes\":0"), std::string::npos);
  EXPECT_TRUE(get("/api/changes").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(get("/api/changes?since=2019-01-01&until=2018-01-01").starts_with("HTTP/1.1 400"));

  const std::string closed = get("/api/export/ledger.csv"), open = get("/api/export/ledger.csv?unreviewed=1");
  EXPECT_NE(open.find("Content-Disposition: attachment; filename=\"ledger.csv\""), std::string::npos);
  EXPECT_NE(open.find("\r\nag-"), std::string::npos);
  EXPECT_EQ(closed.find("\r\nag-"), std::string::npos) << "nobody reviewed a row";
  EXPECT_NE(get("/api/export/preview?unreviewed=1").find("[name withheld]"), std::string::npos);
  EXPECT_TRUE(get("/api/export/hudna.jsonl").starts_with("HTTP/1.1 400")) << "lossless only inside";
  EXPECT_TRUE(ok(get("/api/export/hudna.jsonl?unreviewed=1&sharing=internal")));
  EXPECT_TRUE(get("/api/export/..%2f..%2fetc%2fpasswd").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(get("/api/export/ledger.csv?sharing=all").starts_with("HTTP/1.1 400"));
}

TEST_F(Serve, ListsAreFilteredAndPaged) {
  const auto total = [this](const std::string& path) {
    const std::string answer = get(path);
    const std::size_t at = answer.find("\"total\":");
    return at == std::string::npos ? -1 : std::atoi(answer.c_str() + at + 8);
  };
  const int all = total("/api/incidents");
  ASSERT_GT(all, 10);
  EXPECT_LT(total("/api/incidents?type=shelling"), all);
  EXPECT_EQ(total("/api/incidents?from=1900-01-01&to=1900-12-31"), 0);
  EXPECT_EQ(total("/api/incidents?actor=nobody%20of%20that%20name"), 0);
  EXPECT_GT(total("/api/incidents?place=Taiz"), 0);
  EXPECT_GT(total("/api/incidents?q=Taiz"), 0);
  EXPECT_GT(total("/api/agreements?as_of=2018-06-01&status=in_force"), 0);
  const std::string first_row = first(get("/api/incidents?limit=1"), "id"), second_row = first(get("/api/incidents?limit=1&skip=1"), "id");
  EXPECT_FALSE(first_row.empty());
  EXPECT_NE(first_row, second_row);
  EXPECT_TRUE(get("/api/incidents?from=yesterday").starts_with("HTTP/1.1 400"));
}

TEST_F(Serve, WordsOfReportsAreFoundWithTheirPlace) {
  const std::string found = get("/api/search?q=captives");
  EXPECT_NE(found.find("\"hit\":true"), std::string::npos);
  EXPECT_NE(found.find("\"section\":\"body\""), std::string::npos);
  EXPECT_TRUE(get("/api/search").starts_with("HTTP/1.1 400"));
  // Signs that the index gives a meaning are words here, or nothing.
  for (const char* odd : {"%22", "*", "-", "AND", "NEAR(a%20b)", "title:x", "%28", "a%22b", "%ff%fe", "%7Btitle%7D", "%5Ea", "a%00b"})
    EXPECT_TRUE(ok(get(std::string("/api/search?q=") + odd))) << odd;
}

TEST_F(Serve, MalformedRequestsNeverStopIt) {
  std::uint64_t state = 7;
  const auto next = [&state] {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<unsigned>(state >> 33);
  };
  const std::string good = "GET /api/agreements?as_of=2018-06-01&q=x HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n";
  const std::string decision = R"({"decision":"accept","target":"in-000000000000","others":["st-0"],"reviewer":"x"})";
  const auto posted = [&](const std::string& token) {
    return "POST /api/review HTTP/1.1\r\nHost: " + host() + "\r\nContent-Type: application/json\r\nX-Hudna-Token: " + token +
           "\r\nConnection: close\r\nContent-Length: " + std::to_string(decision.size()) + "\r\n\r\n" + decision;
  };
  const std::string searched = "GET /api/search?q=%22truce%20-near*&from=2018-01-01&outlet=a,b&limit=5 HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n";
  std::size_t pages_before = 0;
  for (int round = 0; round < 10000; ++round) {
    // By then every path has been asked, and what is kept between requests is there.
    if (round == 3000) pages_before = resident_pages();
    std::string bad = round % 50 == 0 ? posted(token_) : round % 5 == 0 ? posted(std::string(32, 'f')) : round % 3 == 0 ? searched : good;
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
    send(bad, true);
  }
  EXPECT_TRUE(ok(get("/api/record")));
  EXPECT_LT(resident_pages(), pages_before + 2048) << "8 MB more than after 3,000 requests";
}

}  // namespace
}  // namespace hudna
