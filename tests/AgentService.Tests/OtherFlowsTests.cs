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

    [Theory]
    [InlineData("forget it")]
    [InlineData("No, thanks.")]
    [InlineData("nothing")]
    [InlineData("cancel please")]
    public async Task A_no_is_no_software(string words)
    {
        var talk = new FlowConversation(Person);
        await talk.SayAsync("request software");

        Has(await talk.SayAsync(words), "nothing was opened");
        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
    }

    [Theory]
    [InlineData("never mind")]
    [InlineData("don't do it")]
    [InlineData("do not do that")]
    public async Task A_no_to_the_request_opens_none(string words)
    {
        var talk = new FlowConversation(Person);
        foreach (var said in (string[])["request software", "Visio", "Network plans"]) await talk.SayAsync(said);

        Has(await talk.SayAsync(words), "nothing was opened");
        Assert.Empty(talk.Tickets.Numbers);
    }

    [Fact]
    public async Task What_is_for_another_agent_is_no_software()
    {
        var talk = new FlowConversation(Person);
        await talk.SayAsync("request software");

        Has(await talk.SayAsync("please reset my password"), "password-reset", "Which software do you need?");
        await talk.SayAsync("Visio");
        Has(await talk.SayAsync("Plans for the laptop refresh of our whole team"), "Shall I?");
    }

    [Fact]
    public async Task A_question_is_no_software_and_what_was_asked_is_asked_again()
    {
        var talk = new FlowConversation(Person);
        await talk.SayAsync("request software");

        Has(await talk.SayAsync("How do I connect to the VPN?"), "Which software do you need?", "router");
        Has(await talk.SayAsync("Photoshop, is that possible?"), "Photoshop");
        Has(await talk.SayAsync("What does it cost?"), "What do you need **Photoshop, is that possible?** for?", "router");
        Has(await talk.SayAsync("Nothing else draws our plans, and I know how to quit Vim"), "quit Vim", "Shall I?");
    }

    [Theory]
    [InlineData("it doesn't work", "calls you back")]
    [InlineData("That didn’t help", "calls you back")]
    [InlineData("never mind", "nothing was opened")]
    public async Task Whom_the_page_did_not_help_can_say_so_in_other_words_than_no(string words, string answer)
    {
        var talk = new FlowConversation(Person);
        await talk.SayAsync("reset my password");
        await talk.SayAsync("1");

        Has(await talk.SayAsync(words), answer);
    }

    private static async Task<string?> AgainAsync(PlayedTickets tickets, params string[] messages)
    {
        var talk = new FlowConversation(Person, tickets);
        string? answer = null;
        foreach (var message in messages) answer = await talk.SayAsync(message);
        return answer;
    }
}
