// The process manager's side of PMI, versions 1 and 2: bytes of the processes in, bytes for them out. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "slurmctld/pmi/message.h"
#include "slurmctld/pmi/space.h"

namespace minislurm::pmi {

// A process wants the whole step to end (MPI_Abort).
struct Abort {
  std::uint32_t rank = 0;
  std::string text;
};

// What follows from bytes that came.
struct Outcome {
  std::vector<Answer> answers;
  std::optional<Abort> abort;
  bool hang_up = false;          // it does not speak PMI: the rank's connection ends
};

class Server {
 public:
  explicit Server(World world);
  // REQUIRES: a rank of the world. Bytes may come in any pieces. After its farewell a rank may begin anew: its task may
  // be a script that runs one program after the other.
  Outcome take(std::uint32_t rank, std::string_view bytes);

 private:
  struct Talk {
    int version = 1;
    std::string rest;            // of a message that is not whole yet
    bool spawning = false;       // within the lines of mcmd=spawn, which "endcmd" ends
    std::string awaited;         // a node's attribute that nobody has put yet
    Message awaiting;            // the request for it
  };
  struct Request {
    std::uint32_t rank;
    const Message& message;
    Talk& talk;
    Outcome& outcome;
  };
  template <class Handler>
  struct Row {
    std::string_view command;
    Handler act;
  };

  bool take_line(std::uint32_t rank, Talk& talk, Outcome& outcome);
  bool take_frame(std::uint32_t rank, Talk& talk, Outcome& outcome);
  static std::string format(const Request& request, Message answer);
  static void answer(const Request& request, Message answer);

  // version1.cpp
  void handle_line(const Request& request);
  void init(const Request& request);
  void get_maxes(const Request& request);
  void get_appnum(const Request& request);
  void get_universe_size(const Request& request);
  void get_my_kvsname(const Request& request);
  void create_kvs(const Request& request);
  void destroy_kvs(const Request& request);
  void put(const Request& request);
  void get(const Request& request);
  void get_by_index(const Request& request);
  void barrier(const Request& request);
  void publish(const Request& request);
  void unpublish(const Request& request);
  void lookup(const Request& request);
  void finalize(const Request& request);
  void abort(const Request& request);
  void spawn(const Request& request);

  // version2.cpp
  void handle_frame(const Request& request);
  void full_init(const Request& request);
  void job_getid(const Request& request);
  void refuse(const Request& request);
  void kvs_put(const Request& request);
  void kvs_get(const Request& request);
  void kvs_fence(const Request& request);
  void get_node_attribute(const Request& request);
  void put_node_attribute(const Request& request);
  void get_job_attribute(const Request& request);
  void name_publish(const Request& request);
  void name_unpublish(const Request& request);
  void name_lookup(const Request& request);
  void finalize_frames(const Request& request);
  void abort_frames(const Request& request);

  Space space_;
  std::vector<Talk> talks_;
};

}  // namespace minislurm::pmi
