using System.Net;
using Azukari.Cli;
using Azukari.Cli.Terminal;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Architecture;
using Azukari.Tests.Cli;

namespace Azukari.Tests.Faults;

/// <summary>Every command of the command line beside a running host: one table, which a new command has to enter.</summary>
public sealed class BesideHostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What needs no open company, or has its own test beside a host.</summary>
    private static readonly string[] Elsewhere =
    [
        "policy check", "policy diff", "policy explain", "policy form", "ledger check", // files alone
        "sample", "restore", // only into an empty place
        "papers outline", "papers contract", // read the policy alone, and print a file
        "import", "keys move", // KilledImportTests, KeysCommandTests
    ];

    /// <summary>How each is called, in this order, and its exit codes.</summary>
    private static readonly (string Command, int[] Exits, string[] Arguments)[] Calls =
    [
        ("ledger verify", [0], []), ("ledger export", [0], []), ("ledger reindex", [0], []), ("subjects", [0], []), ("console", [0], []),
        ("find", [4], ["--purpose", "purpose.member.6", "--as", "staff.customer-service", "--item", "mobile", "--case", "inquiry-1"]),
        ("access", [0], ["--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", "--case", "order-1", "{person}"]),
        ("history", [0], ["{person}"]), ("describe", [0], ["{person}"]), ("consents", [0], ["{person}"]), ("correct", [0], ["--item", "mobile", "{person}"]),
        ("consent", [0], ["--purpose", "provision.consent", "--recipient", "third-party", "--items", "name", "{person}"]),
        ("acknowledge", [0], ["{person}", "2026-10"]), ("restrict", [0], ["--purpose", "purpose.member.2", "{person}"]),
        ("withdraw", [4], ["{person}", Nothing]), ("lift", [4], ["{person}", Nothing]),
        ("documents add", [0], ["--item", "consultation", "--channel", "inquiry", "--case", "inquiry-31", "{person}", "{folder}/note.txt"]), ("documents list", [0], ["{person}"]),
        ("documents read", [4], ["--purpose", "purpose.member.6", "--as", "staff.customer-service", "--case", "inquiry-31", "{person}", Nothing]), ("documents remove", [4], ["--yes", "{person}", Nothing]),
        // These people hold no membership: the commands look for one, and say so.
        ("members show", [4], ["{agent}"]), ("members history", [4], ["{agent}"]), ("members tree", [4], ["{agent}"]), ("members moves", [0, 4], []), ("members check", [0], []),
        ("members suspend", [0, 1, 3, 4], ["--case", "request-1", "--reason", "unpaid", "{agent}"]), ("members reinstate", [0, 1, 3, 4], ["--case", "request-1", "--reason", "paid", "{agent}"]),
        ("members class", [0, 1, 3, 4], ["--to", "vip", "--case", "request-2", "{agent}"]), ("members rank", [0, 1, 3, 4], ["--to", "silver", "--case", "period-2026-10", "{agent}"]),
        ("members move", [0, 1, 3, 4], ["--under", "{person}", "--reason", "wrong-sponsor", "--case", "request-7", "{agent}"]), ("members decide", [4], [Nothing]),
        ("members leave", [0, 1, 3, 4], ["--case", "request-3", "--by", "letter", "{agent}"]), ("members cancel", [0, 1, 3, 4], ["--case", "request-3", "--reason", "cooling-off", "{agent}"]),
        ("clients add", [0], ["carrier-9", "--as", "staff.shipping", "--purposes", "purpose.member.2", "--scopes", "access"]), ("clients list", [0], []), ("clients change", [0], ["carrier-9", "--scopes", "access,search", "--secret"]), ("clients secret", [0], ["carrier-9"]), ("clients remove", [0], ["carrier-9"]),
        ("staff add", [0], ["s-1001", "--roles", "staff.customer-service", "--duties", "rights"]), ("staff list", [0], []), ("staff roles", [0], ["s-1001", "--roles", "staff.shipping"]), ("staff remove", [0], ["s-1001"]),
        ("policy publish", [0], ["{policy}"]), // published before: said, and nothing is done
        ("keys status", [0], []), ("keys backup", [0], ["{folder}/master-0.json"]), ("keys rotate", [0], ["--backup", "{folder}/master-1.json"]), ("index rebuild", [0], []),
        ("backup", [0], ["--data-to", "{folder}/b/data", "--keys-to", "{folder}/b/keys", "--ledger-to", "{folder}/b/ledger"]),
        ("expire", [0], []), ("erase", [0], ["--yes", "{person}"]), ("ledger verify", [0], []),
    ];

    private const string Nothing = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Every_command_is_in_the_table()
    {
        var commands = UsageTests.All(Root.Build(Language.English)).Where(command => command is not CliGroup).Select(command => UsageErrors.Path(command)["azukari ".Length..]);
        Assert.Equal(commands.Order(StringComparer.Ordinal), Calls.Select(call => call.Command).Concat(Elsewhere).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, EngineData]
    public async Task The_commands_work_beside_a_running_host(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 8);
        await using var host = await HostProcess.StartAsync(desk.Data, desk.Postgres, Cancel);
        var folder = TestRun.NewFolder("beside");
        await File.WriteAllTextAsync(Path.Combine(folder, "note.txt"), "specimen", Cancel);
        var people = (await desk.Azukari.RunAsync("subjects")).Exits(0).Lines.Select(line => line.Split(' ')[0]).ToList();
        var agent = (await desk.SubjectsAsync("agent"))[0];
        var person = people.First(id => id != agent);
        var wrong = new List<string>();
        foreach (var (command, exits, arguments) in Calls)
        {
            string[] given = [.. command.Split(' '), .. arguments.Select(argument => argument.Replace("{person}", person, StringComparison.Ordinal).Replace("{agent}", agent, StringComparison.Ordinal)
                .Replace("{folder}", folder, StringComparison.Ordinal).Replace("{policy}", Path.Combine(Repository.Root, "policies", "seacret-direct-japan", "2026-10.yaml"), StringComparison.Ordinal))];
            var outcome = await desk.Azukari.RunWithAsync("090-0000-4321\n", given);
            if (!exits.Contains(outcome.Exit)) wrong.Add($"{command}: exit {outcome.Exit}\n{outcome.Out}{outcome.Err}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(HttpStatusCode.OK, (await host.HealthAsync()).Status);
        Assert.False(host.HasExited);
    }
}
