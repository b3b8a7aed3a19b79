using ItServicesMcp;

await (args.Contains("--stdio") ? ItServices.OverStandardStreams(args) : ItServices.OverHttp(args)).RunAsync();
