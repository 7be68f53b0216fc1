// PMI's first version: each command a line, each answer a line.
#include <charconv>

#include "slurmctld/pmi/server.h"

namespace minislurm::pmi {

namespace {

Message success(std::string command) { return Message{std::move(command), {{"rc", "0"}}}; }
Message failure(std::string command, std::string why) {
  return Message{std::move(command), {{"rc", "-1"}, {"msg", std::move(why)}}};
}

}  // namespace

void Server::handle_line(const Request& request) {
  static constexpr Row<void (Server::*)(const Request&)> kRows[] = {
      {"init", &Server::init},
      {"get_maxes", &Server::get_maxes},
      {"get_appnum", &Server::get_appnum},
      {"get_universe_size", &Server::get_universe_size},
      {"get_my_kvsname", &Server::get_my_kvsname},
      {"create_kvs", &Server::create_kvs},
      {"destroy_kvs", &Server::destroy_kvs},
      {"put", &Server::put},
      {"get", &Server::get},
      {"getbyidx", &Server::get_by_index},
      {"barrier_in", &Server::barrier},
      {"publish_name", &Server::publish},
      {"unpublish_name", &Server::unpublish},
      {"lookup_name", &Server::lookup},
      {"finalize", &Server::finalize},
      {"abort", &Server::abort},
      {"spawn", &Server::spawn},
  };
  for (const auto& row : kRows)
    if (row.command == request.message.command) return (this->*row.act)(request);
  request.outcome.hang_up = true;
}

void Server::init(const Request& request) {
  const bool second = request.message.field("pmi_version") == "2";
  if (!second && request.message.field("pmi_version") != "1")
    return answer(request, failure("response_to_init", "version").with("pmi_version", "2").with("pmi_subversion", "0"));
  answer(request, success("response_to_init")
                      .with("pmi_version", second ? "2" : "1")
                      .with("pmi_subversion", second ? "0" : "1"));
  request.talk.version = second ? 2 : 1;
}

void Server::get_maxes(const Request& request) {
  answer(request, success("maxes")
                      .with("kvsname_max", std::to_string(kLongestName))
                      .with("keylen_max", std::to_string(kLongestKey))
                      .with("vallen_max", std::to_string(kLongestValue)));
}

void Server::get_appnum(const Request& request) { answer(request, success("appnum").with("appnum", "0")); }

void Server::get_universe_size(const Request& request) {
  answer(request, success("universe_size").with("size", std::to_string(space_.size())));
}

void Server::get_my_kvsname(const Request& request) {
  answer(request, success("my_kvsname").with("kvsname", space_.world().name));
}

void Server::create_kvs(const Request& request) { answer(request, failure("newkvs", "not_supported")); }
void Server::destroy_kvs(const Request& request) { answer(request, failure("kvs_destroyed", "not_supported")); }

void Server::put(const Request& request) {
  const bool done = space_.values().put(request.message.field("key"), request.message.field("value"));
  answer(request, done ? success("put_result") : failure("put_result", "too_long"));
}

void Server::get(const Request& request) {
  const std::string_view key = request.message.field("key");
  if (const std::string* value = space_.values().get(key))
    return answer(request, success("get_result").with("value", *value));
  if (const auto value = space_.job_attribute(key)) return answer(request, success("get_result").with("value", *value));
  answer(request, failure("get_result", "key_not_found").with("value", "unknown"));
}

void Server::get_by_index(const Request& request) {
  const std::string_view text = request.message.field("idx");
  std::size_t index = 0;
  std::from_chars(text.data(), text.data() + text.size(), index);
  const auto* entry = space_.values().at(index);
  if (entry == nullptr)
    return answer(request, Message{"getbyidx_results", {{"rc", "-2"}, {"reason", "no_more_keyvals"}}});
  answer(request, success("getbyidx_results")
                      .with("nextidx", std::to_string(index + 1))
                      .with("key", entry->first)
                      .with("val", entry->second));
}

void Server::barrier(const Request& request) {
  for (Answer& one : space_.arrive(request.rank, format(request, success("barrier_out"))))
    request.outcome.answers.push_back(std::move(one));
}

void Server::publish(const Request& request) {
  const bool done = space_.names().put(request.message.field("service"), request.message.field("port"));
  answer(request, Message{"publish_result", {{"info", done ? "ok" : "fail"}, {"rc", done ? "0" : "-1"}}});
}

void Server::unpublish(const Request& request) {
  const bool done = space_.names().erase(request.message.field("service"));
  answer(request, Message{"unpublish_result", {{"info", done ? "ok" : "fail"}, {"rc", done ? "0" : "-1"}}});
}

void Server::lookup(const Request& request) {
  if (const std::string* port = space_.names().get(request.message.field("service")))
    return answer(request, Message{"lookup_result", {{"info", "ok"}, {"rc", "0"}, {"port", *port}}});
  answer(request, Message{"lookup_result", {{"info", "fail"}, {"rc", "-1"}}});
}

void Server::finalize(const Request& request) { answer(request, success("finalize_ack")); }

void Server::abort(const Request& request) {
  request.outcome.abort = Abort{request.rank, std::string(request.message.field("exitcode"))};
}

void Server::spawn(const Request& request) { answer(request, failure("spawn_result", "not_supported")); }

}  // namespace minislurm::pmi
