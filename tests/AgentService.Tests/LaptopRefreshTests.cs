using AgentService.Agents;
using AgentService.Tools;
using SelfServiceAgent.Contracts;

using static AgentService.Tests.FlowConversation;

namespace AgentService.Tests;

public sealed class LaptopRefreshTests
{
    private const string Alice = "alice.johnson@company.com", Isabella = "isabella.mueller@company.com";

    [Fact]
    public async Task A_laptop_that_is_old_enough_is_replaced_once_and_only_after_a_yes()
    {
        var talk = new FlowConversation(Alice);

        Has(await talk.SayAsync("refresh"), "Alice Johnson", "Latitude 7420", "DL7420001", "82 months", "36 months", "options");
        var options = await talk.SayAsync("I would like to see the options");
        Has(options, "1. ", "4. ", "EMEA", "EUR");
        Assert.DoesNotContain("APAC", options, StringComparison.Ordinal);
        Has(await talk.SayAsync("3"), "MacBook Pro 14 M5", "DL7420001", "proceed");
        Assert.Empty(talk.Tickets.Numbers);
        Has(await talk.SayAsync("proceed"), "REQ0000001");
        Has(await talk.SayAsync("proceed"), "REQ0000001");
        await talk.SayAsync("no");

        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
        Assert.Equal(["REQ0000001"], talk.Tickets.Numbers);
        Has(await new FlowConversation(Alice, talk.Tickets).SayAsync("refresh my laptop"), "REQ0000001", "already");
    }

    [Fact]
    public async Task A_laptop_that_is_too_young_is_not_replaced_and_the_person_hears_why_and_what_an_exception_needs()
    {
        var talk = new FlowConversation(Isabella);

        Has(await talk.SayAsync("I need a new laptop"), "ThinkPad T14", "12 months", "24 months", "36 months", "2028-11-18", "approval of your manager", "business reason");
        await talk.SayAsync("no");

        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
        Assert.Empty(talk.Tickets.Numbers);
    }

    [Theory]
    [InlineData("maria.garcia@company.com", "24 months")] // standard, 2024-11-10
    [InlineData("david.chen@company.com", "16 months")] // high-performance, 2025-07-22
    public async Task Others_who_are_too_early_are_told_their_age(string person, string age) =>
        Has(await new FlowConversation(person).SayAsync("refresh"), age, "too early");

    [Theory]
    [InlineData("yuki.tanaka@company.com", "APAC", "SGD")]
    [InlineData("carlos.rodriguez@company.com", "LATAM", "USD")]
    public async Task Everybody_sees_the_offers_of_their_own_region(string person, string region, string currency)
    {
        var talk = new FlowConversation(person);
        await talk.SayAsync("refresh");

        Has(await talk.SayAsync("yes"), region, currency, "4. ");
    }

    [Fact]
    public async Task Somebody_who_is_not_in_the_directory_is_told_who_can_help()
    {
        var talk = new FlowConversation("nobody@company.com");

        Has(await talk.SayAsync("refresh"), "cannot find", "service desk");
        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
    }

    [Theory]
    [InlineData("yes, but in silver")]
    [InlineData("maybe")]
    [InlineData("what does it cost?")]
    [InlineData("yes or no")]
    [InlineData("3")]
    [InlineData("ok?")]
    [InlineData("Is that correct?")]
    [InlineData("Is it right for me?")]
    public async Task What_is_no_plain_yes_opens_nothing(string answer)
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync(answer), "**yes** or **no**", "router");
        Assert.Empty(talk.Tickets.Numbers);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("Yes, please.")]
    [InlineData("go ahead")]
    [InlineData("PROCEED!")]
    [InlineData("ok do it")]
    public async Task A_plain_yes_does(string answer)
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync(answer), "REQ0000001");
    }

    [Fact]
    public async Task A_yes_that_comes_with_the_choice_is_no_answer_to_the_question_that_follows()
    {
        var talk = await AskedForConsentAsync(choice: "3, yes proceed");

        Assert.Empty(talk.Tickets.Numbers);
    }

    [Fact]
    public async Task A_yes_that_was_sent_before_the_question_is_none_and_the_question_is_asked_again()
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync("proceed", sent: talk.Now.AddMilliseconds(-1)), "before I had asked", "MacBook Pro 14 M5", "proceed");
        Assert.Empty(talk.Tickets.Numbers);
        Has(await talk.SayAsync("proceed"), "REQ0000001");
    }

    [Fact]
    public async Task Where_nobody_can_tell_whether_a_request_was_opened_none_is_opened_again_and_the_same_one_is_looked_for()
    {
        var talk = await AskedForConsentAsync();
        talk.Tickets.OnOpened = () => throw new ToolException("The line was cut.");

        var answer = await talk.SayAsync("proceed");
        Has(answer, "cannot tell", "proceed", "**no**");
        Assert.DoesNotContain("nothing was done", answer, StringComparison.OrdinalIgnoreCase);
        Has(await talk.SayAsync("what now?"), "cannot tell");
        talk.Tickets.OnOpened = () => { };
        Has(await talk.SayAsync("proceed"), "REQ0000001");
        Assert.Single(talk.Tickets.Numbers);
    }

    [Fact]
    public async Task A_no_after_a_yes_that_was_acted_upon_does_not_hear_that_nothing_was_opened()
    {
        var talk = await AskedForConsentAsync();
        talk.Tickets.OnOpened = () => throw new ToolException("It does not answer.") { Passes = true };
        await Assert.ThrowsAsync<ToolException>(() => talk.SayAsync("proceed")); // and the turn is answered as failed
        talk.Tickets.OnOpened = () => { };

        var answer = await talk.SayAsync("no");
        Has(answer, "cannot tell", "proceed");
        Assert.DoesNotContain("Nothing was opened", answer, StringComparison.Ordinal);
        Has(await talk.SayAsync("proceed"), "REQ0000001", "MacBook Pro 14 M5");
        Assert.Single(talk.Tickets.Numbers);
    }

    [Fact]
    public async Task Whoever_leaves_it_unknown_hears_that_it_may_have_got_through()
    {
        var talk = await AskedForConsentAsync();
        talk.Tickets.OnOpened = () => throw new ToolException("The line was cut.");
        await talk.SayAsync("proceed");

        Has(await talk.SayAsync("no"), "may have got through");
        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
    }

    [Fact]
    public async Task Whoever_comes_second_is_shown_the_first_request_and_not_told_that_it_is_theirs()
    {
        var first = await AskedForConsentAsync(choice: "1");
        var second = await AskedForConsentAsync(first.Tickets, Guid.NewGuid(), choice: "3", person: Alice);
        Has(await first.SayAsync("yes"), "REQ0000001", "ThinkPad");

        var answer = await second.SayAsync("yes");
        Has(answer, "already", "REQ0000001");
        Assert.DoesNotContain("MacBook", answer, StringComparison.Ordinal);
        Assert.Single(first.Tickets.Numbers);
    }

    [Theory]
    [InlineData("reset my password", "password-reset")]
    [InlineData("what does it cost?", "did not understand")]
    public async Task After_something_else_the_whole_question_is_asked_again_before_a_yes_counts(string said, string heard)
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync(said), heard, "MacBook Pro 14 M5", "DL7420001", "Shall I?", "**yes** or **no**");
        Has(await talk.SayAsync("yes"), "REQ0000001");
    }

    [Fact]
    public async Task A_tool_agrees_to_nothing()
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync("yes", from: IntegrationType.Tool), "Only a person");
        Assert.Empty(talk.Tickets.Numbers);
    }

    [Theory]
    [InlineData("cancel it")]
    [InlineData("cancel my request")]
    [InlineData("undo that")]
    public async Task Who_wants_the_request_undone_hears_that_it_stays_and_who_can(string said)
    {
        var talk = await AskedForConsentAsync();
        await talk.SayAsync("yes");

        Has(await talk.SayAsync(said), "REQ0000001", "stays open", "service desk");
    }

    [Fact]
    public async Task Where_certainly_none_was_opened_the_person_hears_that()
    {
        var talk = await AskedForConsentAsync();
        talk.Tickets.OnOpened = () => throw new ToolException("Refused.") { DidNothing = true };

        Has(await talk.SayAsync("proceed"), "nothing was done");
        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
    }

    [Fact]
    public async Task Who_says_no_may_choose_another()
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync("no"), "Nothing was opened", "1. ");
        Has(await talk.SayAsync("the ThinkPad"), "T14G6-EMEA");
    }

    [Theory]
    [InlineData("never mind")]
    [InlineData("don't do it")]
    [InlineData("forget it")]
    public async Task A_no_in_other_words_is_one(string words)
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync(words), "Nothing was opened", "1. ");
        Has(await talk.SayAsync(words), "nothing was ordered");
        Assert.Equal((AgentDirectory.RouterName, 0), (talk.Agent, talk.Tickets.Numbers.Count()));
    }

    [Theory]
    [InlineData("none of the four")]
    [InlineData("none of them, thanks")]
    public async Task Whom_no_laptop_pleases_gets_none(string words)
    {
        var talk = await ShownAsync();

        Has(await talk.SayAsync(words), "nothing was ordered");
        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
    }

    [Theory]
    [InlineData("does 3 have HDMI?")]
    [InlineData("one with a big screen")]
    public async Task What_is_no_choice_is_said_to_be_none(string words)
    {
        var talk = await ShownAsync();

        Has(await talk.SayAsync(words), "by number, 1 to 4, or by name");
    }

    [Fact]
    public async Task Once_a_request_is_open_nobody_is_offered_to_open_it()
    {
        var talk = await AskedForConsentAsync();
        await talk.SayAsync("proceed");

        Assert.Equal(["yes", "no", "request number", "cancel my request"], talk.Last!.Options);
    }

    [Theory]
    [InlineData("proceed")]
    [InlineData("yes, proceed")]
    [InlineData("ok proceed please")]
    [InlineData("What is my request number?")]
    [InlineData("the status of my request")]
    public async Task Once_a_request_is_open_it_is_named_again(string words)
    {
        var talk = await AskedForConsentAsync();
        await talk.SayAsync("proceed");

        Has(await talk.SayAsync(words), "REQ0000001");
        Assert.Equal("laptop-refresh", talk.Agent);
        Assert.Single(talk.Tickets.Numbers);
    }

    [Theory]
    [InlineData("no, that's all for today, thanks")]
    [InlineData("ok thanks")]
    [InlineData("Great, thank you!")]
    [InlineData("never mind")]
    [InlineData("done")]
    public async Task Who_is_done_is_let_go(string words)
    {
        var talk = await AskedForConsentAsync();
        await talk.SayAsync("proceed");

        Has(await talk.SayAsync(words), "I am here whenever you need me");
        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
    }

    [Theory]
    [InlineData("software request", "Which software")]
    [InlineData("refresh", "REQ0000001** is open")]
    [InlineData("reset my password", "What is it?")]
    public async Task After_the_request_another_begins_at_once(string words, string answer)
    {
        var talk = await AskedForConsentAsync();
        await talk.SayAsync("proceed");

        Has(await talk.SayAsync(words), answer);
        Assert.Single(talk.Tickets.Numbers);
    }

    [Theory]
    [InlineData("How do I proceed with the VPN?")]
    [InlineData("the VPN status page, again")]
    [InlineData("thank you, and how do I set up my second factor")]
    [InlineData("yes, I need another phone number")]
    [InlineData("no internet at my desk")]
    public async Task After_the_request_whatever_else_is_said_goes_back_to_the_router(string words)
    {
        var talk = await AskedForConsentAsync();
        await talk.SayAsync("proceed");

        Assert.Null(await talk.SayAsync(words)); // knowledge answers
        Assert.NotEqual("laptop-refresh", talk.Agent);
    }

    [Fact]
    public async Task Who_insists_on_a_laptop_that_is_too_early_hears_what_it_takes()
    {
        var talk = new FlowConversation(Isabella);
        await talk.SayAsync("refresh");

        Has(await talk.SayAsync("yes, open one anyway"), "2028-11-18", "in writing", "anything else");
        Assert.Empty(talk.Tickets.Numbers);
    }

    [Fact]
    public async Task A_repeated_turn_opens_no_second_request()
    {
        var talk = await AskedForConsentAsync();
        await talk.SayAsync("yes");

        var again = await AskedForConsentAsync(talk.Tickets, talk.Last!.Position!.FlowId);
        Has(await again.SayAsync("yes"), "REQ0000001");
        Assert.Single(talk.Tickets.Numbers);
    }

    [Theory]
    [InlineData("return me to the router")]
    [InlineData("Return to router please")]
    [InlineData("router")]
    [InlineData("exit")]
    [InlineData("quit, please")]
    [InlineData("I want to start over")]
    [InlineData("I do not want any of this now, so return me to the router")]
    public async Task The_way_back_to_the_router_is_always_open(string words)
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync(words), "back at the start");
        Assert.Equal(AgentDirectory.RouterName, talk.Agent);
    }

    [Theory]
    [InlineData("how do I quit Vim")]
    [InlineData("where is the exit of the building?")]
    [InlineData("My laptop can't talk to the router")]
    public async Task A_word_of_leaving_inside_another_matter_leaves_nothing(string words)
    {
        var talk = await AskedForConsentAsync();
        await talk.SayAsync(words);

        Assert.Equal("laptop-refresh", talk.Agent);
    }

    [Fact]
    public async Task What_is_for_another_agent_is_said_to_be()
    {
        var talk = await AskedForConsentAsync();

        Has(await talk.SayAsync("reset my password"), "password-reset", "router");
        Assert.Equal("laptop-refresh", talk.Agent);
    }

    [Fact]
    public async Task A_conversation_of_an_older_definition_ends_with_a_word()
    {
        var talk = await AskedForConsentAsync();
        talk.Age();

        Has(await talk.SayAsync("yes"), "has changed");
        Assert.Equal((AgentDirectory.RouterName, 0), (talk.Agent, talk.Tickets.Numbers.Count()));
    }

    private static async Task<FlowConversation> ShownAsync()
    {
        var talk = new FlowConversation(Alice);
        await talk.SayAsync("refresh");
        await talk.SayAsync("yes");
        return talk;
    }

    // The flow's first turn has the id by which a repetition is known.
    private static async Task<FlowConversation> AskedForConsentAsync(PlayedTickets? tickets = null, Guid? flowId = null, string choice = "3", string? person = null)
    {
        var talk = new FlowConversation(person ?? (tickets is null ? Alice : "sophie.dubois@company.com"), tickets);
        await talk.SayAsync("refresh", flowId);
        await talk.SayAsync("yes");
        await talk.SayAsync(choice);
        return talk;
    }
}
