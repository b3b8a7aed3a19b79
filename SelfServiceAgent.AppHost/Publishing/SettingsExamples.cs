namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>
/// A file of environment variables for each service, for what only whoever deploys can know: who may call, where mail goes, which model
/// answers.
/// </summary>
internal static class SettingsExamples
{
    private static readonly Dictionary<string, string> _examples = new()
    {
        ["request-manager"] = """
            # Who may call: API keys by their SHA-256 (printf %s KEY | sha256sum), or an issuer of JWTs.
            #Authentication__ApiKeys__0__UserId=
            #Authentication__ApiKeys__0__Sha256=
            #Authentication__Issuers__0__Issuer=
            #Authentication__Issuers__0__Audience=
            # The network of the proxy in front, so that limits count the caller's address and not the proxy's.
            #Requests__TrustedProxies__0=
            # The same as the integration-dispatcher's.
            #Slack__SigningSecret=

            """,
        ["agent-service"] = """
            # Which model answers; the embedded one needs nothing.
            #Model__Provider=
            #Model__BaseUrl=
            #Model__ApiKey=
            #Model__ModelId=

            """,
        ["integration-dispatcher"] = """
            # The address people reach the front door by; without it mails have no unsubscribe link.
            #PublicBaseUrl=
            #Slack__BotToken=
            #Slack__SigningSecret=
            # Everybody's answers also go to a list of test deliveries: to see that it works.
            #Integrations__Test__Enabled=true
            #Integrations__Email__Host=
            #Integrations__Email__Username=
            #Integrations__Email__Password=
            #Integrations__Email__From=

            """,
    };

    public static string FileOf(string service) => $"{service}.env";

    public static IEnumerable<KeyValuePair<string, string>> All(PublishedGraph graph) =>
        from service in graph.Services
        select KeyValuePair.Create($"{FileOf(service.Name)}.example", Head(service.Name) + _examples.GetValueOrDefault(service.Name));

    private static string Head(string service) => $"""
        # Settings of {service}, one KEY=value a line; docs/configuration.md has them all. Secrets are among them: commit only this
        # example, never the file without ".example".

        """;
}
