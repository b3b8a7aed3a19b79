[assembly: AssemblyFixture(typeof(Publishing.Tests.Publications))]
