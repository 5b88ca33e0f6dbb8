package dev.fiducia.kbs.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.cluster.Cluster;
import dev.fiducia.ha.cluster.ClusterStatus;
import dev.fiducia.ha.leader.LeaderTasks;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.util.Optional;
import java.util.Set;

/// `GET /api/v1/cluster`: the members as the replica that is asked sees them, whether what they
/// keep is used, which replica does what one does for all, and how far the clock of the one that is
/// asked is from the database's.
public final class ClusterRoutes {

    private ClusterRoutes() {}

    /// @param cluster empty where the replica is in none
    /// @param tasks what one replica at a time does
    /// @param clock empty where no other replica is known of
    public static RouteContribution of(
            Optional<Cluster> cluster,
            LeaderTasks tasks,
            Optional<ClockWatch> clock,
            AdminGate gate) {
        return RouteContribution.of(
                "cluster",
                Route.get(
                        "/api/v1/cluster",
                        Workload.BLOCKING,
                        AdminCall.behind(
                                gate,
                                Set.of(),
                                _ ->
                                        Response.json(
                                                200,
                                                view(
                                                        cluster.map(Cluster::status),
                                                        tasks,
                                                        clock)))));
    }

    private static ObjectNode view(
            Optional<ClusterStatus> status, LeaderTasks tasks, Optional<ClockWatch> clock) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("enabled", status.isPresent());
        status.ifPresent(cluster -> {
            view.put("name", cluster.name());
            view.put("used", cluster.used());
            view.put("majority", cluster.majority());
            view.put("sessions", cluster.sessions());
            ArrayNode members = view.putArray("members");
            cluster.members()
                    .forEach(member ->
                            members.addObject()
                                    .put("id", member.id())
                                    .put("address", member.address())
                                    .put("self", member.self())
                                    .put("proved", member.proved()));
        });
        tasks.leader()
                .ifPresent(leader ->
                        view.putObject("leader")
                                .put("name", leader.name())
                                .put("term", leader.term())
                                .put("self", leader.self()));
        ArrayNode list = view.putArray("tasks");
        for (LeaderTasks.Done task : tasks.done()) {
            ObjectNode each = list.addObject().put("name", task.name());
            task.last()
                    .ifPresent(last -> each.put("last", last.toString()).put("ok", !task.failed()));
        }
        clock.flatMap(ClockWatch::last)
                .ifPresent(last ->
                        view.putObject("clock")
                                .put("ahead_seconds", last.aheadSeconds())
                                .put("wrong", ClockWatch.isWrong(last)));
        return view;
    }
}
