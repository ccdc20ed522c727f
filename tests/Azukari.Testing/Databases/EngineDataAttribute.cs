using System.Reflection;
using Azukari.Stores;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Azukari.Testing;

/// <summary>Runs a theory once on each engine: the first parameter is the <see cref="StoreEngine"/>, what is given here follows.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EngineDataAttribute(params object?[] rest) : DataAttribute
{
    /// <inheritdoc />
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow([StoreEngine.Sqlite, .. rest]), new TheoryDataRow([StoreEngine.Postgres, .. rest])]);

    /// <inheritdoc />
    public override bool SupportsDiscoveryEnumeration() => true;
}
