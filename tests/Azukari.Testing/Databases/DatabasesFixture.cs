namespace Azukari.Testing;

/// <summary>Assembly fixture: stops the shared PostgreSQL when the last test has run. Use <c>[assembly: AssemblyFixture(typeof(DatabasesFixture))]</c>.</summary>
public sealed class DatabasesFixture : IAsyncDisposable
{
    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await PostgresServer.StopSharedAsync();
}
