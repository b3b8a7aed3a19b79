using System.Text.Json;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;
using IntegrationDispatcher.Tests;
using MimeKit;

namespace EndToEnd.Tests.Deliveries;

/// <summary>Messages leave by mail and by Slack, and a person can make the mails stop.</summary>
[Collection<OnHastyGraph>]
public sealed class WaysOutTests(HastyGraph graph) : EndToEndTest(graph)
{
    [Fact]
    public async Task A_mail_reaches_a_person_whose_id_is_an_address_until_they_follow_its_link()
    {
        var person = $"{Somebody()}@company.com";
        await SendAsync(person, "first", "Your **laptop**");
        var mail = await MailToAsync(person);
        var link = new Uri(mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>'));

        Assert.Equal("Your laptop", mail.Subject);
        Assert.Contains("<strong>laptop</strong>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        (await Graph.Anyone.GetAsync(link.AbsolutePath)).Must(200);
        Assert.True(await IsMailedAsync(person)); // looking changes nothing
        (await Graph.Anyone.PostAsync(link.AbsolutePath)).Must(200);
        Assert.False(await IsMailedAsync(person));
        var plan = await SendAsync(person, "second", "Again");
        Assert.Contains(
            plan.Find("plan")!.AsArray(),
            decision => (string)decision!["integration_type"]! == "EMAIL" && (string)decision["reason"]! == "the person's override was disabled: the person unsubscribed");
        (await Graph.Anyone.GetAsync("/unsubscribe/forged")).Must(404);
    }

    [Fact]
    public async Task A_person_nobody_has_an_address_of_is_left_out_and_told_why()
    {
        var plan = await SendAsync(Somebody(), "only", "Hello");

        Assert.Contains(plan.Find("plan")!.AsArray(), decision => (string)decision!["reason"]! == "no e-mail address is known");
        Assert.Contains(plan.Find("plan")!.AsArray(), decision => (string)decision!["reason"]! == "no Slack channel or person is known");
    }

    [Fact]
    public async Task An_address_a_token_vouches_for_is_used()
    {
        var person = Somebody();
        var token = Graph.Discovered.Token(person, token => token.Claims = new Dictionary<string, object> { ["email"] = $"{person}@vouched.example" });
        await Graph.Anyone.With("Authorization", $"Bearer {token}").AskWebAsync(person, "Hello by mail");

        Assert.Contains("Hello by mail", (await MailToAsync($"{person}@vouched.example")).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_to_a_slack_thread_come_back_into_it_in_order_even_when_the_first_fails()
    {
        var person = Somebody();
        (await Graph.Anyone.PostAsync(
            $"/api/v1/users/{person}/integrations", new { integration_type = "SLACK", retry_delay_seconds = 2, config = new { channel_id = "C-elsewhere" } })).Must(200);
        graph.Slack.With(SlackFarSide.Post, new SlackTrouble("service_unavailable"));
        foreach (var number in Enumerable.Range(1, 3)) await SayInSlackAsync(person, $"{person} says {number}", "1700000000.000100");
        var posted = await Poll.ForAsync(
            () => Task.FromResult(Posts(person) is { Count: 3 } all ? all : null), "all answers are in Slack");

        Assert.Equal(
            Enumerable.Range(1, 3).Select(number => $"{person} says {number}"),
            posted.Select(post => post.Text[post.Text.IndexOf(person, StringComparison.Ordinal)..].Split('\n')[0].Trim()));
        Assert.All(posted, post => Assert.Equal((SlackFarSide.Channel, "1700000000.000100"), (post.Channel, post.Thread)));
        await Poll.UntilAsync(
            async () => (await Graph.Anyone.DeliveriesAsync(person, "?integration_type=SLACK&status=SUCCESS")).Items.Count == 3, "all are a success");
    }

    private List<(string Channel, string? Thread, string Text)> Posts(string person) =>
    [
        .. graph.Slack.Posts.Select(post => ((string)post["channel"]!, (string?)post["thread_ts"], (string)post["text"]!))
            .Where(post => post.Item3.Contains(person, StringComparison.Ordinal)),
    ];

    private async Task<Reply> SendAsync(string person, string key, string content) =>
        (await Graph.Admin.With("Idempotency-Key", $"{person}-{key}").PostAsync(
            "/api/v1/deliveries", new { user_id = person, subject = "Your laptop", content })).Must(202);

    private async Task SayInSlackAsync(string person, string content, string thread)
    {
        var body = JsonSerializer.Serialize(new
        {
            user_id = person, content, channel_id = SlackFarSide.Channel, thread_id = thread, slack_user_id = SlackFarSide.UserId, slack_team_id = "T1",
        });
        var now = SlackSignature.Now();
        (await Graph.Anyone.With("x-slack-signature", SlackSignature.Of(now, body)).With("x-slack-request-timestamp", now).With("Prefer", "respond-async")
            .PostAsync("/api/v1/requests/slack", Client.Json(body))).Must(202);
    }

    private Task<MimeMessage> MailToAsync(string address) => Poll.ForAsync(
        () => Task.FromResult(graph.Mail.Mails().FirstOrDefault(mail => mail.To.Mailboxes.Any(to => to.Address == address))), "the mail arrives");

    private async Task<bool> IsMailedAsync(string person) =>
        (await Graph.Anyone.GetAsync($"/api/v1/users/{Uri.EscapeDataString(person)}/integration-defaults")).Must(200).Find("effective_configs.EMAIL") is not null;
}
