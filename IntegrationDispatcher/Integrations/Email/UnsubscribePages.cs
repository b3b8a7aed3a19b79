using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>The pages behind an unsubscribe link. They load nothing, run nothing and hold nothing about anyone.</summary>
internal static class UnsubscribePages
{
    private const string Style = """
        body { font-family: sans-serif; line-height: 1.5; max-width: 30em; margin: 4em auto; padding: 0 1em }
        button { font: inherit; padding: .5em 1em }
        """;

    private static readonly string _policy =
        "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; " +
        $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <summary>Asks, since programs that look for dangerous mails follow every link in them.</summary>
    public static IResult Question { get; } = Page(StatusCodes.Status200OK, "No more mails?", """
        <p>You get our answers by mail.</p>
        <form method="post"><button>Send me no more of these mails</button></form>
        """);

    public static IResult Done { get; } = Page(
        StatusCodes.Status200OK, "No more mails", "<p>You will get no more answers by mail. Your settings can bring them back.</p>");

    public static IResult NoSuchLink { get; } = Page(
        StatusCodes.Status404NotFound, "No such link", "<p>This link is not complete, or it is not one of ours.</p>");

    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = _policy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
    }

    private static IResult Page(int status, string title, string body) => Results.Text(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{Style}</style></head>
        <body><h1>{title}</h1>{body}</body>
        </html>
        """,
        MediaTypeNames.Text.Html, Encoding.UTF8, status);
}
