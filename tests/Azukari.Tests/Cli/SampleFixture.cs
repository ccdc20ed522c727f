using System.Collections.Concurrent;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Company;

namespace Azukari.Tests.Cli;

/// <summary>A sample company on each engine, made when first asked for and shared by the tests of a class.</summary>
public sealed class SampleFixture : IAsyncDisposable
{
    private readonly ConcurrentDictionary<StoreEngine, Lazy<Task<Desk>>> _desks = new();

    internal Task<Desk> DeskAsync(StoreEngine engine) =>
        _desks.GetOrAdd(engine, of => new Lazy<Task<Desk>>(() => Desk.OpenAsync(of, SpecimenPeople.Count))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var desk in _desks.Values) await (await desk.Value).DisposeAsync();
    }
}

/// <summary>A company's data folder, the operator at its desk and the command line.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly TestPlace _place;

    private Desk(TestPlace place, string data, string? postgres, SampleMade made)
    {
        (_place, Data, Postgres, Made) = (place, data, postgres, made);
        Azukari = new CommandLine(data);
    }

    public string Data { get; }

    public string? Postgres { get; }

    public SampleMade Made { get; }

    /// <summary>The command line of the operator who made the sample; the settings name the database.</summary>
    public CommandLine Azukari { get; }

    public CompanyOptions Options => CompanyOptions.From(Data, null, _ => null);

    public static async Task<Desk> OpenAsync(StoreEngine engine, int people)
    {
        var copy = await SampleCompanies.CreateAsync(engine, people);
        return new Desk(copy.Place, copy.Options.Folder, copy.Postgres, copy.Made);
    }

    /// <summary>Ids of some people of a kind, as <c>azukari subjects</c> lists them.</summary>
    public async Task<IReadOnlyList<string>> SubjectsAsync(string kind) =>
        [.. (await Azukari.RunAsync("subjects", "--kind", kind, "--limit", "1000")).Exits(0).Lines.Select(line => line.Split(' ')[0])];

    public Task<Outcome> AccessAsync(string subject, string items, params string[] more) => Azukari.RunAsync(
        ["access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", items, "--case", "order-7001", subject, .. more]);

    /// <summary>An agent whose mobile number shipping may read.</summary>
    public async Task<string> AgentAsync()
    {
        foreach (var subject in await SubjectsAsync("agent"))
        {
            var outcome = await AccessAsync(subject, "mobile", "--json");
            if (outcome.Exit == 0 && outcome.Out.Contains("\"mobile\": \"", StringComparison.Ordinal) && !(await Azukari.RunAsync("describe", subject)).Out.Contains("restrictions", StringComparison.Ordinal))
                return subject;
        }

        throw new InvalidOperationException("Nobody in the sample can be read.");
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();
}
