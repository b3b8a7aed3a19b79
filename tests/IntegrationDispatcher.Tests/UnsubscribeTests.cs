using System.Net;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Integrations.Email;
using IntegrationDispatcher.Preferences;
using IntegrationDispatcher.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public sealed class UnsubscribeTests : IAsyncLifetime
{
    private const string Person = "jane döe@example.org";

    private static readonly IntegrationSettings _everyones = new(true, 2, 4, 70, new() { ["format"] = "html" });

    private readonly Dictionary<string, UserIntegrationConfig> _rows = [];
    private readonly HttpClient _http = new();
    private WebApplication? _app;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private UnsubscribeLinks Links => _app!.Services.GetRequiredService<UnsubscribeLinks>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddSingleton(provider => new UnsubscribeLinks(
            provider.GetRequiredService<IDataProtectionProvider>(), Options.Create(new PublicOptions { PublicBaseUrl = _app!.Urls.Single() + "/" })));
        builder.Services.AddSingleton<EmailOptOut>((userId, _) =>
        {
            var isNew = !_rows.TryGetValue(userId, out var row);
            row ??= new() { UserId = userId, IntegrationType = IntegrationType.Email, Version = 0 };
            if (!EmailOptOuts.Write(row, _everyones)) return Task.CompletedTask;
            row.Version++;
            if (isNew) (row.Id, _rows[userId]) = (7, row);
            return Task.CompletedTask;
        });
        _app = builder.Build();
        _app.MapUnsubscribe();
        await _app.StartAsync(Ending);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app!.DisposeAsync();
    }

    [Fact]
    public async Task Following_a_link_asks_and_changes_nothing()
    {
        using var answer = await _http.GetAsync(Links.LinkFor(Person), Ending);
        var page = await answer.Content.ReadAsStringAsync(Ending);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("<form method=\"post\">", page, StringComparison.Ordinal);
        Assert.Empty(_rows);
    }

    [Theory]
    [InlineData("List-Unsubscribe=One-Click")] // a mail program, RFC 8058
    [InlineData("")] // our own button
    public async Task Posting_to_it_disables_mails_for_that_person_however_often(string form)
    {
        for (var i = 0; i < 2; i++)
        {
            using var body = new StringContent(form, null, "application/x-www-form-urlencoded");
            using var answer = await _http.PostAsync(Links.LinkFor(Person), body, Ending);
            Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        }

        var row = Assert.Single(_rows).Value;
        Assert.Equal((Person, false, 2, 4, 70), (row.UserId, row.Enabled, row.Priority, row.RetryCount, row.RetryDelaySeconds));
        Assert.Equal((0, 1), (row.Config.Count, row.Version));
    }

    [Fact]
    public async Task A_form_in_parts_or_no_body_at_all_will_do_as_well()
    {
        using var parts = new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } };
        using var first = await _http.PostAsync(Links.LinkFor(Person), parts, Ending);
        using var second = await _http.PostAsync(Links.LinkFor("john.doe"), null, Ending);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, 2), (first.StatusCode, second.StatusCode, _rows.Count));
    }

    [Fact]
    public async Task Nothing_else_of_an_override_changes()
    {
        _rows[Person] = new()
        {
            Id = 3,
            UserId = Person,
            IntegrationType = IntegrationType.Email,
            Version = 5,
            Priority = 9,
            RetryCount = 8,
            RetryDelaySeconds = 7,
            Config = new() { ["email_address"] = "a@example.org" },
        };
        using var answer = await _http.PostAsync(Links.LinkFor(Person), null, Ending);
        var row = _rows[Person];
        Assert.Equal((3, false, 9, 8, 7, 6), (row.Id, row.Enabled, row.Priority, row.RetryCount, row.RetryDelaySeconds, row.Version));
        Assert.Equal("""{"email_address":"a@example.org"}""", row.Config.ToJsonString());
    }

    [Fact]
    public async Task A_forged_link_is_none()
    {
        var real = Links.TokenFor(Person);
        var others = new UnsubscribeLinks(new EphemeralDataProtectionProvider(), Options.Create(new PublicOptions()));
        var otherPurpose = _app!.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("secrets").Protect(Person);
        string[] forged =
            [Person, "forged", "..%2f", real[..^1], real[..20], real + "A", others.TokenFor(Person), otherPurpose, new string('A', 4000)];
        foreach (var token in forged)
        {
            using var asked = await _http.GetAsync($"{_app!.Urls.Single()}/unsubscribe/{token}", Ending);
            using var posted = await _http.PostAsync($"{_app!.Urls.Single()}/unsubscribe/{token}", null, Ending);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (asked.StatusCode, posted.StatusCode));
            Assert.Equal("text/html", posted.Content.Headers.ContentType!.MediaType);
            Assert.DoesNotContain(token, await posted.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
        }

        Assert.Empty(_rows);
    }

    [Fact]
    public async Task Its_pages_load_nothing_and_are_kept_nowhere()
    {
        using var question = await _http.GetAsync(Links.LinkFor(Person), Ending);
        using var done = await _http.PostAsync(Links.LinkFor(Person), null, Ending);
        using var wrong = await _http.GetAsync($"{_app!.Urls.Single()}/unsubscribe/x", Ending);
        foreach (var answer in (HttpResponseMessage[])[question, done, wrong])
        {
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; form-action 'self'; ", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            var page = await answer.Content.ReadAsStringAsync(Ending);
            var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
            var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
            Assert.Contains($"'sha256-{hash}'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain(Person, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_token_is_fit_for_a_link_as_it_is() => Assert.Matches("^[A-Za-z0-9_-]+$", Links.TokenFor(Person));
}
