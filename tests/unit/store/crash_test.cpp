// A process killed in the middle of its commits, a disk that refuses, several threads at once.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "engine_fixture.hpp"
#include "store/activity_repository.hpp"

namespace stepgate::store::testing {
namespace {

using flow::Applied;

class CrashTest : public EngineTest {
 protected:
  static constexpr int kPeople = 4000, kChunk = 20;

  CrashTest() {
    std::vector<flow::PersonId> ids;
    for (int i = 1; i <= kPeople; ++i) ids.push_back(i);
    add_people(ids);
    run_ = start_run();
    database_.reset();
  }

  static std::vector<flow::PersonId> people_of(int chunk) {
    std::vector<flow::PersonId> ids;
    for (int i = 0; i < kChunk; ++i) ids.push_back(chunk * kChunk + i + 1);
    return ids;
  }

  static flow::ResultsRef results_of(int chunk) {
    flow::ChunkResults r = results_for(people_of(chunk));
    flow::FieldColumn column{kCountry, {}};
    for (int i = 0; i < kChunk; ++i) column.cells.push_back(text_cell(r, "DE"));
    r.fields = {column};
    return share(std::move(r));
  }

  /// Births a chunk and closes the one before it, commit after commit, until it is killed.
  [[noreturn]] void child(int told) {
    DatabaseOptions options;
    options.clock = &clock_;
    auto db = Database::open(folder_.file(), options);
    std::optional<flow::ChunkRow> before;
    for (int i = 0; i < kPeople / kChunk; ++i) {
      const flow::Birth b =
          birth(run_, 100 + i, people_of(i), i * kChunk, static_cast<std::uint32_t>(i + 1));
      std::vector<flow::Op> ops{b};
      if (before) ops.emplace_back(closing(*before, results_of(i - 1)));
      for (const auto& r : db->store().commit(ops, clock_.now())) {
        if (r.applied != Applied::applied) _exit(3);
      }
      before = b.row;
      const char done = 'x';
      if (write(told, &done, 1) != 1) _exit(4);
    }
    pause();
    _exit(5);
  }

  flow::RunId run_ = 0;
};

TEST_F(CrashTest, KilledInTheMiddleOfCommitsNothingIsHalf) {
  int told[2];
  ASSERT_EQ(pipe(told), 0);
  const pid_t pid = fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) child(told[1]);
  close(told[1]);
  int durable = 0;
  for (char c; durable < 37 && read(told[0], &c, 1) == 1;) ++durable;
  kill(pid, SIGKILL);
  for (char c; read(told[0], &c, 1) == 1;) ++durable;  // what was told before it died
  close(told[0]);
  int status = 0;
  waitpid(pid, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_GE(durable, 37);

  open();
  const flow::StepCounts counts = *store().counts(run_, 1);
  const auto open_chunks = store().open_chunks(run_, 10);
  ASSERT_EQ(open_chunks.size(), 1u);
  const std::int64_t born = counts.chunks;
  EXPECT_GE(born, durable);  // what commit() returned from is there
  EXPECT_LE(born, durable + 1);
  EXPECT_EQ(counts.entered, born * kChunk);
  EXPECT_EQ(counts.changed, (born - 1) * kChunk);
  EXPECT_EQ(store().cursors(run_)[0].after, born * kChunk);
  EXPECT_EQ(open_chunks[0].seq, born);
  EXPECT_EQ(db().people().count({kCountry, "DE"}), (born - 1) * kChunk);
  std::int64_t services = 0, changes = 0;
  db().activities().each({}, [&](const activity::Activity& a) {
    ++(a.type == activity::ActivityType::service ? services : changes);
    return true;
  });
  EXPECT_EQ(services, (born - 1) * kChunk);
  EXPECT_EQ(changes, (born - 1) * kChunk);
  // And it goes on.
  EXPECT_EQ(commit_one(closing(open_chunks[0], results_of(static_cast<int>(born) - 1))).changed,
            kChunk);
}

/// Runs `act` in a child as an ordinary user and gives its exit code. Root may write anywhere.
template <class Act>
int as_nobody(const Folder& folder, Act&& act) {
  const pid_t pid = fork();
  if (pid == 0) {
    if (geteuid() == 0) {
      if (chown(folder.path().c_str(), 65534, 65534) != 0) _exit(90);
      for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        if (chown(entry.path().c_str(), 65534, 65534) != 0) _exit(91);
      }
      if (setgid(65534) != 0 || setuid(65534) != 0) _exit(92);
    }
    _exit(act());
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(StoreTrouble, AReadOnlyFolderIsNamed) {
  Folder folder;
  const int code = as_nobody(folder, [&] {
    std::filesystem::permissions(
        folder.path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    return code_of([&] { Database::open(folder.file()); }) == "STORE_UNREADABLE" ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
}

TEST(StoreTrouble, AReadOnlyFileIsNamed) {
  Folder folder;
  Database::open(folder.file());
  const int code = as_nobody(folder, [&] {
    std::filesystem::permissions(folder.file(), std::filesystem::perms::owner_read);
    return code_of([&] { Database::open(folder.file()); }) == "STORE_READ_ONLY" ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
}

TEST_F(CrashTest, AFullDiskThrowsAndTheStoreGoesOnAfterwards) {
  // A file size limit stands in for the full disk; in a child, since it cannot be lifted again for
  // sure.
  const pid_t pid = fork();
  if (pid == 0) {
    signal(SIGXFSZ, SIG_IGN);
    open();
    struct rlimit limit = {};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit before = limit;
    limit.rlim_cur = static_cast<rlim_t>(db().size());
    setrlimit(RLIMIT_FSIZE, &limit);
    std::vector<flow::Op> ops;
    for (int i = 0; i < 64; ++i) {
      ops.emplace_back(flow::TraceWrite{{0, 1}, 1, "request", std::string(200'000, 'x')});
    }
    std::string got;
    for (int i = 0; i < 10 && got.empty(); ++i) got = code_of([&] { commit(ops); });
    if (got != "STORE_FULL" && got != "STORE_FAILED") _exit(1);
    setrlimit(RLIMIT_FSIZE, &before);
    if (commit_one(flow::Statistic{1, "201", ""}).applied != Applied::applied) _exit(2);
    _exit(0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(CrashTest, TheWalIsWrittenBackBesideTheCommits) {
  DatabaseOptions options;
  options.clock = &clock_;
  options.checkpoint_pages = 100;
  options.synchronous = "NORMAL";
  database_ = Database::open(folder_.file(), options);
  const std::string text(20'000, 'x');
  std::int64_t written = 0;
  // Sooner or later the WAL starts from its beginning: then its file is shorter than what went in.
  for (int i = 0; i < 20'000; ++i) {
    commit_one(flow::TraceWrite{{0, 1}, 1, "request", text});
    written += 20'000;
    if (written > 4'000'000 && db().health().wal_bytes < written / 2) break;
  }
  EXPECT_LT(db().health().wal_bytes, written / 2);
  db().checkpoint();
  EXPECT_EQ(db().health().wal_bytes, 0);
}

TEST_F(CrashTest, ReadersImportsAndCommitsGoOnTogether) {
  open();
  std::atomic<bool> stop{false};
  std::atomic<int> reads{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      while (!stop) {
        const auto counts = store().counts(run_, 1);
        EXPECT_EQ(counts->entered, counts->chunks * kChunk);
        db().people().list({kCountry, "DE"}, 0, 10);
        ++reads;
      }
    });
  }
  threads.emplace_back([&] {
    ImportBatch batch;
    batch.fields = {kScore};
    for (int i = 1; i <= kPeople; ++i) batch.rows.push_back({i, {integer_cell(i)}});
    for (const auto& r : db().people().import(batch)) {
      EXPECT_EQ(r.outcome, ImportOutcome::updated);
    }
  });
  std::optional<flow::ChunkRow> before;
  for (int i = 0; i < 50; ++i) {
    const flow::Birth b =
        birth(run_, 100 + i, people_of(i), i * kChunk, static_cast<std::uint32_t>(i + 1));
    std::vector<flow::Op> ops{b};
    if (before) ops.emplace_back(closing(*before, results_of(i - 1)));
    for (const auto& r : commit(ops)) EXPECT_EQ(r.applied, Applied::applied);
    before = b.row;
  }
  threads.back().join();
  stop = true;
  for (std::size_t t = 0; t + 1 < threads.size(); ++t) threads[t].join();
  EXPECT_GT(reads, 0);
  EXPECT_EQ(db().people().count({kCountry, "DE"}), 49 * kChunk);
  EXPECT_EQ(value(kPeople, "leadScore"), std::to_string(kPeople));
}

}  // namespace
}  // namespace stepgate::store::testing
