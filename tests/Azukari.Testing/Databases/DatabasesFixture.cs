namespace Azukari.Testing;

/// <summary>Assembly fixture: drops what places were copied from and stops the shared PostgreSQL when the last test has run. Use <c>[assembly: AssemblyFixture(typeof(DatabasesFixture))]</c>.</summary>
public sealed class DatabasesFixture : IAsyncDisposable
{
    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await TestStores.DropOriginalsAsync();
        await PostgresServer.StopSharedAsync();
    }
}
