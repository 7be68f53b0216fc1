// A step's PMIx server, by libpmix's server library. One server has all of the step's tasks, whatever virtual nodes they
// are on: towards PMIx the step is one node's, which is what it is, and its processes share memory. So a fence is
// complete as soon as the library says that all have come, and nothing is ever asked of another server.
// Source: the PMIx standard, chapter "Server-Specific Interfaces".
#include <pmix.h>
#include <pmix_server.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

#include "slurmctld/pmix/plugin.h"

namespace minislurm::pmix {

namespace {

// What a call that answers on the library's own thread has come to.
class Answer {
 public:
  static void told(pmix_status_t status, void* self) { static_cast<Answer*>(self)->tell(status); }
  pmix_status_t wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return known_; });
    return status_;
  }

 private:
  void tell(pmix_status_t status) {
    const std::lock_guard lock(mutex_);
    status_ = status;
    known_ = true;
    changed_.notify_one();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  pmix_status_t status_ = PMIX_ERROR;
  bool known_ = false;
};

// Facts for the library, kept until they are handed over.
class Facts {
 public:
  ~Facts() {
    for (pmix_info_t& info : list_) PMIX_INFO_DESTRUCT(&info);
  }
  void add(const char* key, const std::string& text) { load(key, text.c_str(), PMIX_STRING); }
  void add(const char* key, std::uint32_t number) { load(key, &number, PMIX_UINT32); }
  void add(const char* key, std::uint16_t number) { load(key, &number, PMIX_UINT16); }
  void add_rank(const char* key, pmix_rank_t rank) { load(key, &rank, PMIX_PROC_RANK); }
  void add_bytes(const char* key, char* regex) { load(key, regex, PMIX_REGEX); }
  // `facts` of one process, as an array within.
  void add(const char* key, const Facts& facts) {
    pmix_data_array_t array{};
    array.type = PMIX_INFO;
    array.size = facts.list_.size();
    array.array = const_cast<pmix_info_t*>(facts.list_.data());
    load(key, &array, PMIX_DATA_ARRAY);
  }
  pmix_info_t* data() { return list_.data(); }
  std::size_t size() const { return list_.size(); }

 private:
  void load(const char* key, const void* value, pmix_data_type_t type) {
    pmix_info_t& info = list_.emplace_back();
    PMIX_INFO_CONSTRUCT(&info);
    PMIX_INFO_LOAD(&info, key, value, type);
  }
  std::vector<pmix_info_t> list_;
};

pmix_status_t on_client(const pmix_proc_t*, void*, pmix_op_cbfunc_t, void*) { return PMIX_OPERATION_SUCCEEDED; }

pmix_status_t on_abort(const pmix_proc_t*, void* descriptor, int, const char*, pmix_proc_t*, std::size_t,
                       pmix_op_cbfunc_t, void*) {
  const char mark = 'a';
  [[maybe_unused]] const ssize_t told = ::write(*static_cast<int*>(descriptor), &mark, 1);
  return PMIX_OPERATION_SUCCEEDED;
}

// All participants are this server's: what they gave is all there is.
pmix_status_t on_fence(const pmix_proc_t*, std::size_t, const pmix_info_t*, std::size_t, char* data, std::size_t size,
                       pmix_modex_cbfunc_t done, void* of) {
  if (done != nullptr) done(PMIX_SUCCESS, data, size, of, std::free, data);
  return PMIX_SUCCESS;
}

pmix_status_t on_modex(const pmix_proc_t*, const pmix_info_t*, std::size_t, pmix_modex_cbfunc_t, void*) {
  return PMIX_ERR_NOT_FOUND;
}

struct Server {
  pmix_nspace_t name{};
  int abort_descriptor = -1;
  bool running = false;
  pmix_server_module_t module{};
};
// libpmix's server is the process's, and its calls name no instance: here is what belongs to it.
Server& server() {
  static Server only;
  return only;
}

const char* problem(pmix_status_t status) {
  return status == PMIX_SUCCESS || status == PMIX_OPERATION_SUCCEEDED ? nullptr : PMIx_Error_string(status);
}

// A request that is answered later, or at once.
template <class Call>
const char* ask(Call call) {
  Answer answer;
  const pmix_status_t status = call(&Answer::told, &answer);
  return problem(status == PMIX_SUCCESS ? answer.wait() : status);
}

std::string numbers_to(std::uint32_t count) {
  std::string list;
  for (std::uint32_t rank = 0; rank < count; ++rank) list += (rank > 0 ? "," : "") + std::to_string(rank);
  return list;
}

const char* register_step(const PluginStep& step) {
  Facts facts;
  const std::string peers = numbers_to(step.tasks);
  char *nodes = nullptr, *ranks = nullptr;
  if (const char* why = problem(PMIx_generate_regex(step.host, &nodes))) return why;
  if (const char* why = problem(PMIx_generate_ppn(peers.c_str(), &ranks))) return why;
  facts.add(PMIX_JOBID, std::string(step.name));
  facts.add_bytes(PMIX_NODE_MAP, nodes);
  facts.add_bytes(PMIX_PROC_MAP, ranks);
  std::free(nodes);
  std::free(ranks);
  for (const char* key : {PMIX_UNIV_SIZE, PMIX_JOB_SIZE, PMIX_LOCAL_SIZE, PMIX_NODE_SIZE, PMIX_MAX_PROCS, PMIX_APP_SIZE})
    facts.add(key, step.tasks);
  facts.add(PMIX_JOB_NUM_APPS, std::uint32_t{1});
  facts.add(PMIX_NUM_NODES, std::uint32_t{1});
  facts.add(PMIX_NODEID, std::uint32_t{0});
  facts.add(PMIX_APPNUM, std::uint32_t{0});
  facts.add(PMIX_LOCAL_PEERS, peers);
  facts.add_rank(PMIX_LOCALLDR, 0);
  for (std::uint32_t rank = 0; rank < step.tasks; ++rank) {
    Facts own;
    own.add_rank(PMIX_RANK, rank);
    own.add(PMIX_APPNUM, std::uint32_t{0});
    own.add_rank(PMIX_APP_RANK, rank);
    own.add_rank(PMIX_GLOBAL_RANK, rank);
    own.add(PMIX_LOCAL_RANK, static_cast<std::uint16_t>(rank));
    own.add(PMIX_NODE_RANK, static_cast<std::uint16_t>(rank));
    own.add(PMIX_NODEID, std::uint32_t{0});
    own.add(PMIX_HOSTNAME, std::string(step.host));
    facts.add(PMIX_PROC_DATA, own);
  }
  if (const char* why = ask([&](pmix_op_cbfunc_t told, void* answer) {
        return PMIx_server_register_nspace(server().name, static_cast<int>(step.tasks), facts.data(), facts.size(), told,
                                           answer);
      }))
    return why;
  for (std::uint32_t rank = 0; rank < step.tasks; ++rank) {
    pmix_proc_t process;
    PMIX_LOAD_PROCID(&process, server().name, rank);
    if (const char* why = ask([&](pmix_op_cbfunc_t told, void* answer) {
          return PMIx_server_register_client(&process, step.user, step.group, &server().abort_descriptor, told, answer);
        }))
      return why;
  }
  return nullptr;
}

}  // namespace

extern "C" const char* minislurm_pmix_start(const PluginStep* step) {
  Server& own = server();
  PMIX_LOAD_NSPACE(own.name, (std::string("slurm.pmix.") + step->name).c_str());
  own.abort_descriptor = step->abort_descriptor;
  own.module.client_connected = &on_client;
  own.module.client_finalized = &on_client;
  own.module.abort = &on_abort;
  own.module.fence_nb = &on_fence;
  own.module.direct_modex = &on_modex;
  // Clients get their data over the socket: files in shared memory would have to be theirs.
  ::setenv("PMIX_MCA_gds", "hash", 1);
  Facts facts;
  facts.add(PMIX_SERVER_TMPDIR, std::string(step->folder));
  facts.add(PMIX_SYSTEM_TMPDIR, std::string(step->folder));
  facts.add(PMIX_HOSTNAME, std::string(step->host));
  if (const char* why = problem(PMIx_server_init(&own.module, facts.data(), facts.size()))) return why;
  own.running = true;
  return register_step(*step);
}

extern "C" const char* minislurm_pmix_describe(std::uint32_t rank, AddVariable add, void* into) {
  pmix_proc_t process;
  PMIX_LOAD_PROCID(&process, server().name, rank);
  char** variables = nullptr;
  if (const char* why = problem(PMIx_server_setup_fork(&process, &variables))) return why;
  for (char** variable = variables; variable != nullptr && *variable != nullptr; ++variable) {
    add(into, *variable);
    std::free(*variable);
  }
  std::free(variables);
  return nullptr;
}

extern "C" void minislurm_pmix_stop() {
  if (server().running) PMIx_server_finalize();
  server().running = false;
}

}  // namespace minislurm::pmix
