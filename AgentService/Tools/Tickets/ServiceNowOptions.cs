using System.ComponentModel.DataAnnotations;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools.Tickets;

/// <summary>Section <c>Tickets:ServiceNow</c>: the instance, and who we are there.</summary>
public sealed class ServiceNowOptions
{
    private const string Field = "^[a-z][a-z0-9_]{0,79}$";

    /// <summary>The instance: <c>https://example.service-now.com</c>.</summary>
    [FarSideUrl]
    public string? BaseUrl { get; set; }

    /// <summary>The table tickets go to.</summary>
    [Required, RegularExpression(Field)]
    public string Table { get; set; } = "sc_request";

    /// <summary>The table's field for the person a ticket is for.</summary>
    [Required, RegularExpression(Field)]
    public string PersonField { get; set; } = "requested_for";

    /// <summary>Basic authentication, with <see cref="Password"/>; or there is a <see cref="Token"/>.</summary>
    public string? Username { get; set; }

    public string? Password { get; set; }

    /// <summary>A bearer token; goes before user name and password.</summary>
    public string? Token { get; set; }

    /// <summary>How long opening or finding a ticket may take, 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    internal IEnumerable<string> Missing()
    {
        if (string.IsNullOrEmpty(BaseUrl)) yield return "BaseUrl is missing.";
        if (string.IsNullOrEmpty(Token) && (string.IsNullOrEmpty(Username) || string.IsNullOrEmpty(Password))) yield return "Token, or Username and Password, are missing.";
        if (Token is { } token && token.Any(c => c is <= ' ' or >= '\x7f')) yield return "Token must be visible ASCII.";
        if (Username?.Contains(':') == true) yield return "Username must not contain a colon.";
    }
}
