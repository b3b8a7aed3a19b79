using AgentService.Agents;

using static AgentService.Tests.FlowConversation;

namespace AgentService.Tests;

/// <summary>The other processes that are shipped.</summary>
public sealed class OtherFlowsTests
{
    private const string Person = "jane.doe@company.com";

    [Fact]
    public async Task Who_forgot_a_password_is_sent_to_its_page_and_whom_that_does_not_help_is_called_back()
    {
        var talk = new FlowConversation(Person);

        Has(await talk.SayAsync("reset password"), "1. ", "never write a password");
        Has(await talk.SayAsync("I forgot it"), "https://password.example.com", "Did that help?");
        Has(await talk.SayAsync("no, it still does not work"), "calls you back", "yes");
        Has(await talk.SayAsync("yes"), "REQ0000001");
        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
        Has(await AgainAsync(talk.Tickets, "I am locked out", "2", "no"), "REQ0000001");
        Assert.Single(talk.Tickets.Numbers);
    }

    [Fact]
    public async Task Whom_the_page_helped_needs_no_request()
    {
        var talk = new FlowConversation(Person);
        await talk.SayAsync("I am locked out");
        await talk.SayAsync("2");

        Has(await talk.SayAsync("yes"), "Good.");
        Assert.Empty(talk.Tickets.Numbers);
    }

    [Fact]
    public async Task Software_is_asked_for_with_its_reason_and_only_once()
    {
        var talk = new FlowConversation(Person);

        Has(await talk.SayAsync("I want to request software"), "Which software");
        Has(await talk.SayAsync("Visio Professional"), "Visio Professional", "for");
        Has(await talk.SayAsync("Drawing network plans for the new office"), "Visio Professional", "network plans");
        Has(await talk.SayAsync("yes please"), "REQ0000001");
        Has(await AgainAsync(talk.Tickets, "request software", "visio professional", "Drawing"), "REQ0000001");
        Assert.Single(talk.Tickets.Numbers);
    }

    [Fact]
    public async Task Who_changes_their_mind_leaves_nothing_behind()
    {
        var talk = new FlowConversation(Person);
        await talk.SayAsync("request software");

        Has(await talk.SayAsync("never mind"), "nothing was opened");
        Assert.Equal((AgentDirectory.RouterName, 0), (talk.Agent, talk.Tickets.Numbers.Count()));
    }

    private static async Task<string?> AgainAsync(PlayedTickets tickets, params string[] messages)
    {
        var talk = new FlowConversation(Person, tickets);
        string? answer = null;
        foreach (var message in messages) answer = await talk.SayAsync(message);
        return answer;
    }
}
