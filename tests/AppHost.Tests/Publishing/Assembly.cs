[assembly: AssemblyFixture(typeof(AppHost.Tests.Publishing.Publications))]
