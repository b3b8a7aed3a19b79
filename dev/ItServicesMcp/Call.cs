using System.Text.Json.Nodes;

namespace ItServicesMcp;

/// <summary>Whom a call is for and by which key it is known: what stands in <c>_meta</c>.</summary>
internal class Call
{
    protected const string UserIdName = "x-ssa-user-id", KeyName = "x-ssa-idempotency-key";

    public virtual string? UserId(JsonObject? meta) => (string?)meta?[UserIdName];

    public virtual string? Key(JsonObject? meta) => (string?)meta?[KeyName];
}

/// <summary>Over HTTP the headers alone count, which a gateway in between can check.</summary>
internal sealed class HttpCall(IHttpContextAccessor http) : Call
{
    public override string? UserId(JsonObject? meta) => Header(UserIdName);

    public override string? Key(JsonObject? meta) => Header(KeyName);

    private string? Header(string name) => (string?)http.HttpContext?.Request.Headers[name] is { } value ? Uri.UnescapeDataString(value) : null;
}
