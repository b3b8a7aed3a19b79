using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

internal static class Context
{
    /// <summary>An object of the members that are known.</summary>
    public static JsonObject Of(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var context = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null) context[name] = value;
        }

        return context;
    }

    /// <summary>Adds what a person's identity provider vouches for.</summary>
    public static void Describe(this NormalizedRequest request, Caller person)
    {
        var userContext = request.UserContext;
        if (person.Email is not null)
        {
            userContext["email"] = Storable.Clean(person.Email);
            request.IntegrationContext[ContextKeys.VerifiedEmail] = Storable.Clean(person.Email); // goes along to where the answer is delivered
        }

        if (person.Groups.Count > 0) userContext["groups"] = new JsonArray([.. person.Groups.Select(group => JsonValue.Create(Storable.Clean(group)))]);
    }
}
