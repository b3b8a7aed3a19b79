using RequestManager.Requests;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Tests;

public sealed class RequestOwnerTests
{
    private static readonly Caller _jane = new("jane");
    private static readonly Caller _tool = new("jane", CallerKind.Tool, MayActForAnyUser: true);

    [Fact]
    public void A_person_reads_what_was_asked_for_them() => Assert.True(RequestOwner.MayRead(_jane, "jane", "tool:snow"));

    [Fact]
    public void A_person_reads_what_they_sent_for_another() => Assert.True(RequestOwner.MayRead(_jane, "john", RequestOwner.MarkOf(_jane)));

    [Fact]
    public void A_person_does_not_read_anothers() => Assert.False(RequestOwner.MayRead(_jane, "john", "user:john"));

    [Fact]
    public void A_tool_reads_what_it_sent() => Assert.True(RequestOwner.MayRead(_tool, "john", RequestOwner.MarkOf(_tool)));

    [Fact]
    public void A_tool_named_like_a_person_is_not_that_person() => Assert.False(RequestOwner.MayRead(_tool, "jane", "user:jane"));

    [Fact]
    public void Somebody_unknown_reads_only_what_somebody_unknown_sent()
    {
        Assert.True(RequestOwner.MayRead(null, "jane", RequestOwner.MarkOf(null)));
        Assert.False(RequestOwner.MayRead(null, "jane", "user:jane"));
    }

    [Fact]
    public void An_admin_reads_everyones() => Assert.True(RequestOwner.MayRead(new("root", IsAdmin: true), "jane", "user:jane"));
}
