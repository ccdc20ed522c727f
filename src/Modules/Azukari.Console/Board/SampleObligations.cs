using System.Globalization;
using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Console.Board;

/// <summary>
/// What the sample's company did of what its policy makes it do again and again: each in time, some days before it was due, with its evidence and its
/// entry in the ledger, by the same act as anybody. So the board of a new sample says what is true of it: nothing is overdue.
/// </summary>
internal sealed class SampleObligations : ISampleContributor
{
    private const int MostDaysBefore = 20;

    public async Task ContributeAsync(SampleScene scene, CancellationToken cancel)
    {
        await using var services = await CompanyStorage.OpenAsync(scene.Company, scene.Clock, more => more.AddStorageModel<ObligationStorage>(), cancel);
        var today = DateOnly.FromDateTime(scene.Present.ToOffset(TimeSpan.FromHours(9)).DateTime);
        var then = new DayClock();
        var book = new ObligationBook(services.GetRequiredService<IDbContextFactory<AzukariDb>>(), scene.Company, then);
        var all = await book.ObligationsAsync(cancel);
        var dates = all.SelectMany((obligation, i) => Until(obligation, today).Select(due => (obligation, due, on: due.AddDays(-1 - ((i * 7) + due.Year) % MostDaysBefore)))).OrderBy(one => one.on);
        foreach (var (obligation, due, on) in dates)
        {
            then.Day = on;
            await book.MeetAsync(obligation.Code, due, string.Create(CultureInfo.InvariantCulture, $"{obligation.Evidence}-{on:yyyy-MM}"), scene.Second, cancel);
        }
    }

    private static IEnumerable<DateOnly> Until(Obligation obligation, DateOnly today)
    {
        for (var due = obligation.After(obligation.From); due <= today; due = obligation.After(due)) yield return due;
    }

    // Tells the afternoon of the day on which something was done.
    private sealed class DayClock : TimeProvider
    {
        public DateOnly Day { get; set; }

        public override DateTimeOffset GetUtcNow() => new(Day.ToDateTime(new TimeOnly(15, 0)), TimeSpan.FromHours(9));
    }
}
