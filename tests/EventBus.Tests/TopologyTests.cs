using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus.Broker;

namespace EventBus.Tests;

public sealed class TopologyTests
{
    [Fact]
    public void A_piece_goes_only_where_its_replica_listens_and_may_find_nobody() =>
        Assert.Equal(new("ssa.responses", "delta.replica-1", Mandatory: false), Topology.RouteOf(EventTypes.ResponseDelta, "replica-1"));

    [Fact]
    public void A_response_goes_where_the_durable_queues_are_bound_too() =>
        Assert.Equal(new("ssa.responses", "response.replica-1", Mandatory: true), Topology.RouteOf(EventTypes.ResponseReady, "replica-1"));
}
