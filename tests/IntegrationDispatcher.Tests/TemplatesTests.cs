using IntegrationDispatcher.Integrations;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public sealed class TemplatesTests : IDisposable
{
    private static readonly Message _message = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "<b>jane</b>", "routing-agent", "Grüße", "**bold** <i>",
        IntegrationType.Web, null, null, new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_file_of_the_same_name_takes_the_place_of_ours()
    {
        Write("subject", "[IT] {{ subject }}");
        Write("html", "<p>{{ user_id }} {{ created_at | date: '%Y-%m-%d' }} {{ session_id }} {{ request_id }}</p>{{ content_html }}|{{ content }}");
        await using var farSide = await SmtpFarSide.StartAsync();
        await using var mailing = new Mailing(farSide, smtp => smtp.TemplatesPath = _directory.FullName);
        Assert.IsType<Outcome.Delivered>(await mailing.TryAsync(_message, cancellationToken: Ending));
        var mail = Assert.Single(farSide.Mails());
        Assert.Equal("[IT] Grüße", mail.Subject);
        Assert.StartsWith(
            $"<p>&lt;b&gt;jane&lt;/b&gt; 2026-11-24 {_message.SessionId} {_message.RequestId}</p><p><strong>bold</strong> &lt;i&gt;</p>",
            mail.HtmlBody, StringComparison.Ordinal);
        Assert.EndsWith("|**bold** &lt;i&gt;", mail.HtmlBody!.TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith(_message.Content, mail.TextBody, StringComparison.Ordinal); // ours
    }

    [Theory]
    [InlineData("html", "a\n{{ content", 2)]
    [InlineData("text", "a\n\n{% if content %}b", 3)]
    [InlineData("subject", "{{ subject | }}", 1)]
    [InlineData("text", "a\n{{ contnet }}", 2)]
    [InlineData("html", "a\nb\n{{ content | upcas }}", 3)]
    [InlineData("html", "{% for i in (1..1000) %}{% for j in (1..1000) %}{{ j }}{% endfor %}{% endfor %}", 1)]
    [InlineData("text", "a\n{% include 'other' %}", 2)]
    public void A_wrong_template_stops_the_start_with_its_file_and_line(string name, string template, int line)
    {
        Write(name, template);
        var wrong = Assert.Throws<TemplateException>(() => new Mailing(25, smtp => smtp.TemplatesPath = _directory.FullName));
        Assert.StartsWith($"{Path.Combine(_directory.FullName, $"{name}.liquid")}, line {line}: ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_not_there_stops_the_start_with_the_setting()
    {
        var nowhere = Path.Combine(_directory.FullName, "nowhere");
        var wrong = Assert.Throws<TemplateException>(() => new Mailing(25, smtp => smtp.TemplatesPath = nowhere));
        Assert.Contains("Integrations:Email:TemplatesPath", wrong.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string template) => File.WriteAllText(Path.Combine(_directory.FullName, $"{name}.liquid"), template);
}
