using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.ServiceDefaults;

using static IntegrationDispatcher.Preferences.ConfigValues;

namespace IntegrationDispatcher.Integrations.Webhook;

/// <summary>What WEBHOOK understands, checked when it is stored and typed when it is used. Pure.</summary>
internal sealed partial record WebhookConfig(
    Uri Url, HttpMethod Method, TimeSpan Timeout, IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyList<string> SigningSecrets)
{
    private const string DefaultApiKeyHeader = "x-api-key";
    private const int DefaultTimeoutSeconds = 30;
    private const int MaxHeaders = 20;
    private const int MaxSigningSecrets = 5;

    private const string HeaderNamePattern = @"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}";
    private const string HeaderValuePattern = @"[\x21-\x7e](?:[\x20-\x7e]{0,2046}[\x21-\x7e])?";

    private static readonly ConfigValue _headerValue = new(HeaderValueProblem, String(("pattern", $"^{HeaderValuePattern}$")));

    private static readonly string[] _authTypes = ["bearer", "api_key", "basic"];

    // The transport's own, those that only make sense between neighbours, those that say who we are, and those that sign.
    private static readonly HashSet<string> _forbiddenHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade",
        "expect", "proxy-authorization", "proxy-connection", "http2-settings", "traceparent", "tracestate", "baggage",
    };

    public static IReadOnlyList<ConfigKey> Keys { get; } =
    [
        new(ConfigRules.Url, "Where messages are sent.", new(UrlProblem, String(("format", "uri"), ("maxLength", MaxText), ("pattern", "^[Hh][Tt][Tt][Pp][Ss]?:")))),
        new("method", "How they are sent; POST when left out.", Choice("POST", "PUT", "PATCH")),
        new("headers", "Headers to send besides.", new(HeadersProblem, HeadersSchema()), Secrecy.Members),
        new("timeout_seconds", "How long an answer may take; 30 when left out.", Number(1, 300)),
        new("auth_type", "How to authenticate: with auth_token, with api_key, or with username and password.", Choice(_authTypes)),
        new("auth_token", "Sent as a bearer token.", _headerValue, Secrecy.Value),
        new("api_key", "Sent in the header that api_key_header names.", _headerValue, Secrecy.Value),
        new("api_key_header", "x-api-key when left out.", new(ApiKeyHeaderProblem, String(("pattern", $"^{HeaderNamePattern}$")))),
        new("username", "For basic authentication.", new(UsernameProblem, String(("minLength", 1), ("maxLength", 255), ("pattern", @"^[^\u0000-\u001f:]*$")))),
        new("password", "For basic authentication.", Text(255), Secrecy.Value),
        new("signing_secrets", "Signs messages as Standard Webhooks says, with each of them.", new(SigningSecretsProblem, SigningSecretsSchema()), Secrecy.Elements),
    ];

    /// <summary>What is right by itself and wrong together.</summary>
    public static void CheckTogether(FieldErrors errors, JsonObject config)
    {
        var authType = TextOf(config["auth_type"]);
        foreach (var key in NeededFor(authType)) errors.Check(config.ContainsKey(key), $"config.{key}", $"is required with auth_type {authType}");
        var taken = authType switch
        {
            "bearer" or "basic" => "authorization",
            "api_key" => TextOf(config["api_key_header"]) ?? DefaultApiKeyHeader,
            _ => null,
        };
        errors.Check(
            taken is null || config["headers"] is not JsonObject headers || !headers.Any(header => header.Key.Equals(taken, StringComparison.OrdinalIgnoreCase)),
            "config.headers", "must not hold the header that auth_type sets");
    }

    /// <summary>What each way to authenticate needs, as JSON Schema.</summary>
    public static JsonArray TogetherSchema() =>
    [
        .. _authTypes.Select(authType => new JsonObject
        {
            ["if"] = new JsonObject
            {
                ["required"] = new JsonArray("auth_type"),
                ["properties"] = new JsonObject { ["auth_type"] = new JsonObject { ["const"] = authType } },
            },
            ["then"] = new JsonObject { ["required"] = new JsonArray([.. NeededFor(authType).Select(key => JsonValue.Create(key))]) },
        }),
    ];

    /// <summary>Why nothing can be sent with a config that came together from several places; null when it can.</summary>
    public static string? Objection(JsonObject config)
    {
        if (Read(config) is null) return "no url is configured for it";
        var errors = new FieldErrors();
        CheckTogether(errors, config);
        return errors.Any ? string.Join("; ", errors.All.Select(error => $"{error.Key} {string.Join(", ", error.Value)}")) : null;
    }

    /// <returns>Null when there is no address.</returns>
    public static WebhookConfig? Read(JsonObject config) =>
        Uri.TryCreate(TextOf(config["url"]), UriKind.Absolute, out var url)
            ? new(
                url,
                new HttpMethod(TextOf(config["method"]) ?? "POST"),
                TimeSpan.FromSeconds(config["timeout_seconds"]?.GetValue<int>() ?? DefaultTimeoutSeconds),
                [.. HeadersIn(config), .. Credential(config)],
                [.. (config["signing_secrets"] as JsonArray ?? []).Select(TextOf).OfType<string>()])
            : null;

    private static string[] NeededFor(string? authType) => authType switch
    {
        "bearer" => ["auth_token"],
        "api_key" => ["api_key"],
        "basic" => ["username", "password"],
        _ => [],
    };

    private static IEnumerable<KeyValuePair<string, string>> HeadersIn(JsonObject config) =>
        (config["headers"] as JsonObject ?? []).Select(header => KeyValuePair.Create(header.Key, TextOf(header.Value) ?? ""));

    private static IEnumerable<KeyValuePair<string, string>> Credential(JsonObject config) => TextOf(config["auth_type"]) switch
    {
        "bearer" => [new("Authorization", $"Bearer {TextOf(config["auth_token"])}")],
        "api_key" => [new(TextOf(config["api_key_header"]) ?? DefaultApiKeyHeader, TextOf(config["api_key"]) ?? "")],
        "basic" => [new("Authorization", $"Basic {Base64($"{TextOf(config["username"])}:{TextOf(config["password"])}")}")],
        _ => [],
    };

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static string? UrlProblem(JsonNode? value) =>
        TextOf(value) is { Length: <= MaxText } text && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Host.Length > 0
            ? null : "must be an absolute http or https URL without credentials in it";

    private static string? HeadersProblem(JsonNode? value) =>
        value is JsonObject { Count: <= MaxHeaders } headers && headers.All(header => IsFreeHeader(header.Key) && HeaderValueProblem(header.Value) is null)
            ? null : $"must be an object of at most {MaxHeaders} headers: names that are free to use, values of printable ASCII on one line";

    private static string? HeaderValueProblem(JsonNode? value) =>
        TextOf(value) is { } text && HeaderValue().IsMatch(text) ? null : "must be printable ASCII on one line, at most 2048 characters";

    private static string? SigningSecretsProblem(JsonNode? value) =>
        value is JsonArray { Count: > 0 and <= MaxSigningSecrets } secrets
        && secrets.All(secret => TextOf(secret) is { } text && WebhookSignature.IsSecret(text))
            ? null : $"must be a list of 1 to {MaxSigningSecrets} secrets: whsec_ followed by 24 to 64 bytes in base64";

    private static string? ApiKeyHeaderProblem(JsonNode? value) =>
        TextOf(value) is { } name && IsFreeHeader(name) ? null : "must be the name of a header that is free to use";

    private static string? UsernameProblem(JsonNode? value) =>
        Text(255).Problem(value) ?? (TextOf(value)!.Contains(':', StringComparison.Ordinal) ? "must not hold a colon" : null);

    private static JsonObject String(params (string Keyword, JsonNode Value)[] rules)
    {
        var schema = new JsonObject { ["type"] = "string" };
        foreach (var (keyword, value) in rules) schema[keyword] = value;
        return schema;
    }

    private static JsonObject HeadersSchema() => new()
    {
        ["type"] = "object",
        ["maxProperties"] = MaxHeaders,
        ["propertyNames"] = new JsonObject { ["pattern"] = $"^{HeaderNamePattern}$" },
        ["additionalProperties"] = _headerValue.Schema.DeepClone(),
    };

    private static JsonObject SigningSecretsSchema() => new()
    {
        ["type"] = "array",
        ["minItems"] = 1,
        ["maxItems"] = MaxSigningSecrets,
        ["items"] = String(("pattern", @"^whsec_[A-Za-z0-9+/]+={0,2}$")),
    };

    private static bool IsFreeHeader(string name) =>
        HeaderName().IsMatch(name) && !_forbiddenHeaders.Contains(name) && !name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex($@"\A{HeaderNamePattern}\z")]
    private static partial Regex HeaderName();

    [GeneratedRegex($@"\A{HeaderValuePattern}\z")]
    private static partial Regex HeaderValue();
}
