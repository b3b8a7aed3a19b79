using System.Collections.Concurrent;
using System.Text;
using IntegrationDispatcher.Integrations.Sms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationDispatcher.Tests;

/// <summary>An SMS gateway that speaks Twilio's API, for one account, and has one trouble with every call if a test gives it one.</summary>
internal sealed class SmsFarSide : IAsyncDisposable
{
    public const string Account = "AC0001";
    public const string Token = "a-token";
    public const string Number = "+14155550100";

    private readonly SmsTrouble? _trouble;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FarSide _http = null!;

    private SmsFarSide(SmsTrouble? trouble) => _trouble = trouble;

    public SmsOptions Options => new() { BaseUrl = _http.Url, AccountSid = Account, AuthToken = Token, From = "Helpdesk" };

    /// <summary>The fields of what was sent.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Messages { get; } = [];

    public int Calls => _http.Received.Count;

    public Task Reached => _reached.Task;

    public static async Task<SmsFarSide> StartAsync(SmsTrouble? trouble = null)
    {
        var farSide = new SmsFarSide(trouble);
        farSide._http = await FarSide.StartAsync(farSide.AnswerAsync);
        return farSide;
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        _reached.TrySetResult();
        if (_trouble is { Hangs: true })
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        else if (_trouble is { BreaksOff: true })
        {
            context.Abort();
        }
        else if (_trouble is not null)
        {
            if (_trouble.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = $"{seconds}";
            context.Response.Headers.Location = "/elsewhere";
            var body = $$"""{"code":{{_trouble.Code}},"message":"The number {{Number}} is wrong","status":{{_trouble.Status}}}""";
            await AnswerAsync(context, _trouble.Status, body);
        }
        else if (context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Token}"))}")
        {
            await AnswerAsync(context, 401, """{"code":20003,"message":"Authenticate","status":401}""");
        }
        else
        {
            await ServeAsync(context);
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("GET", $"/2010-04-01/Accounts/{Account}.json"):
                await AnswerAsync(context, 200, """{"status":"active"}""");
                break;
            case ("POST", $"/2010-04-01/Accounts/{Account}/Messages.json")
                when context.Request.ContentType == "application/x-www-form-urlencoded":
                var form = QueryHelpers.ParseQuery(Encoding.ASCII.GetString(_http.Received.Last().Body));
                Messages.Enqueue(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
                await AnswerAsync(context, 201, """{"sid":"SM0001","status":"queued"}""");
                break;
            default:
                await AnswerAsync(context, 404, """{"code":20404,"message":"Not found","status":404}""");
                break;
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }
}

/// <summary>What goes wrong with every call.</summary>
internal sealed record SmsTrouble(int Status = 200, int Code = 0, int? RetryAfter = null, bool Hangs = false, bool BreaksOff = false);
