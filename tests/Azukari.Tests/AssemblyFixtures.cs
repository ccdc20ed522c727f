using Azukari.Testing;

[assembly: AssemblyFixture(typeof(DatabasesFixture))]
