// PMI's second version: each command a counted frame.
#include "slurmctld/pmi/server.h"

namespace minislurm::pmi {

namespace {

Message response(const Message& to) { return Message{to.command + "-response", {}}; }
Message success(const Message& to) { return response(to).with("rc", "0"); }
Message failure(const Message& to, std::string why) {
  return response(to).with("rc", "-1").with("errmsg", std::move(why));
}
// "flag" says whether there is a value.
Message found(const Message& to, const std::string* value) {
  Message answer = response(to).with("flag", value != nullptr ? "TRUE" : "FALSE");
  if (value != nullptr) answer.with("value", *value);
  return answer.with("rc", "0");
}

}  // namespace

void Server::handle_frame(const Request& request) {
  static constexpr Row<void (Server::*)(const Request&)> kRows[] = {
      {"fullinit", &Server::full_init},
      {"job-getid", &Server::job_getid},
      {"job-connect", &Server::refuse},
      {"job-disconnect", &Server::refuse},
      {"spawn", &Server::refuse},
      {"kvs-put", &Server::kvs_put},
      {"kvs-get", &Server::kvs_get},
      {"kvs-fence", &Server::kvs_fence},
      {"info-getnodeattr", &Server::get_node_attribute},
      {"info-putnodeattr", &Server::put_node_attribute},
      {"info-getjobattr", &Server::get_job_attribute},
      {"name-publish", &Server::name_publish},
      {"name-unpublish", &Server::name_unpublish},
      {"name-lookup", &Server::name_lookup},
      {"finalize", &Server::finalize_frames},
      {"abort", &Server::abort_frames},
  };
  for (const auto& row : kRows)
    if (row.command == request.message.command) return (this->*row.act)(request);
  request.outcome.hang_up = true;
}

void Server::full_init(const Request& request) {
  answer(request, response(request.message)
                      .with("pmi-version", "2")
                      .with("pmi-subversion", "0")
                      .with("rank", std::to_string(request.rank))
                      .with("size", std::to_string(space_.size()))
                      .with("appnum", "0")
                      .with("debugged", "FALSE")
                      .with("pmiverbose", "FALSE")
                      .with("rc", "0"));
}

void Server::job_getid(const Request& request) {
  answer(request, response(request.message).with("jobid", space_.world().name).with("rc", "0"));
}

void Server::refuse(const Request& request) { answer(request, failure(request.message, "not supported")); }

void Server::kvs_put(const Request& request) {
  const bool done = space_.values().put(request.message.field("key"), request.message.field("value"));
  answer(request, done ? success(request.message) : failure(request.message, "key or value too long"));
}

void Server::kvs_get(const Request& request) {
  answer(request, found(request.message, space_.values().get(request.message.field("key"))));
}

void Server::kvs_fence(const Request& request) {
  for (Answer& one : space_.arrive(request.rank, format(request, success(request.message))))
    request.outcome.answers.push_back(std::move(one));
}

// Who wants to wait is answered by the neighbour's put.
void Server::get_node_attribute(const Request& request) {
  const std::string_view key = request.message.field("key");
  const std::string* value = space_.node_attribute(request.rank, key);
  if (value == nullptr && request.message.field("wait") == "TRUE") {
    request.talk.awaited = key;
    request.talk.awaiting = request.message;
    return;
  }
  answer(request, found(request.message, value));
}

void Server::put_node_attribute(const Request& request) {
  const std::string_view key = request.message.field("key"), value = request.message.field("value");
  if (!space_.put_node_attribute(request.rank, key, value))
    return answer(request, failure(request.message, "key or value too long"));
  answer(request, success(request.message));
  const std::vector<std::uint32_t>& nodes = space_.world().node_of_rank;
  const std::string given(value);
  for (std::uint32_t rank = 0; rank < talks_.size(); ++rank) {
    Talk& talk = talks_[rank];
    if (nodes[rank] != nodes[request.rank] || talk.awaited.empty() || talk.awaited != key) continue;
    talk.awaited.clear();
    answer({rank, talk.awaiting, talk, request.outcome}, found(talk.awaiting, &given));
  }
}

void Server::get_job_attribute(const Request& request) {
  const auto value = space_.job_attribute(request.message.field("key"));
  answer(request, found(request.message, value ? &*value : nullptr));
}

void Server::name_publish(const Request& request) {
  const bool done = space_.names().put(request.message.field("name"), request.message.field("port"));
  answer(request, done ? success(request.message) : failure(request.message, "name or port too long"));
}

void Server::name_unpublish(const Request& request) {
  const bool done = space_.names().erase(request.message.field("name"));
  answer(request, done ? success(request.message) : failure(request.message, "no such service"));
}

void Server::name_lookup(const Request& request) {
  const std::string* port = space_.names().get(request.message.field("name"));
  if (port == nullptr) return answer(request, failure(request.message, "no such service").with("flag", "FALSE"));
  answer(request, response(request.message).with("port", *port).with("flag", "TRUE").with("rc", "0"));
}

void Server::finalize_frames(const Request& request) {
  answer(request, success(request.message));
  request.talk.version = 1;
}

void Server::abort_frames(const Request& request) {
  request.outcome.abort = Abort{request.rank, std::string(request.message.field("msg"))};
}

}  // namespace minislurm::pmi
