using System.Globalization;
using Azukari.Company;
using Azukari.Crash;
using Azukari.Crash.Failover;
using Azukari.Stores;

switch (args)
{
    case ["load", var folder, var logFile, var round]:
    {
        using var log = new ActLog(logFile);
        await using var company = await CompanyCore.OpenAsync(CompanyOptions.From(folder, null, _ => null), TimeProvider.System, CancellationToken.None);
        await new Load(company, log, int.Parse(round, CultureInfo.InvariantCulture)).RunAsync(callers: 8, CancellationToken.None);
        return 0;
    }

    case ["--rounds", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
    {
        var failed = 0;
        foreach (var engine in (StoreEngine[])[StoreEngine.Sqlite, StoreEngine.Postgres])
        {
            await using var rounds = await CrashRounds.OpenAsync(engine, CancellationToken.None);
            for (var i = 0; i < count; i++)
            {
                var broken = await rounds.RoundAsync(CancellationToken.None);
                foreach (var line in broken) Console.Error.WriteLine($"{engine}: {line}");
                failed += broken.Count;
            }

            if (engine == StoreEngine.Postgres)
            {
                var broken = await rounds.PowerCutAsync(CancellationToken.None);
                foreach (var line in broken) Console.Error.WriteLine($"{engine}, server stopped: {line}");
                failed += broken.Count;
            }

            Console.WriteLine($"{engine}: {count} kills, {rounds.Acknowledged:N0} acknowledged acts verified, {failed} promises broken");
        }

        return failed == 0 ? 0 : 1;
    }

    case ["failover", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var kills) && kills > 0:
    {
        var broken = await FailoverRun.RunAsync(kills, Console.Out, CancellationToken.None);
        foreach (var line in broken) Console.Error.WriteLine(line);
        Console.WriteLine(broken.Count == 0 ? "acknowledged rows lost: 0; entries doubled: 0; the ledger verifies" : $"{broken.Count} promises broken");
        return broken.Count == 0 ? 0 : 1;
    }

    default:
        Console.Error.WriteLine("usage: dev/crash --rounds N; dev/failover [KILLS]");
        return 2;
}
