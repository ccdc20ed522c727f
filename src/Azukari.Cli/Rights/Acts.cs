using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Vault;

namespace Azukari.Cli.Rights;

/// <summary>Runs an act on a person and prints what became of it.</summary>
internal static class Acts
{
    public static async Task<ExitCode> RunAsync(
        Invocation call, SubjectId subject, Text done, Func<TrustCore, Accessor, Task<ActResult>> act, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, call.Screen, subject, cancel, Duty.Rights);
        return Print(call, company, await act(company.Trust, by), done);
    }

    public static ExitCode Print(Invocation call, CompanyCore company, ActResult result, Text done)
    {
        var screen = call.Screen;
        switch (result)
        {
            case ConsentGiven given:
                Done(screen, done, given.EntryId, given.ConsentId.ToString());
                return ExitCode.Ok;
            case RestrictionSet set:
                Done(screen, done, set.EntryId, set.RestrictionId.ToString());
                return ExitCode.Ok;
            case ActDone { EntryId: { } entry } act:
                Done(screen, done, entry, act.Items.IsDefaultOrEmpty ? null : string.Join(", ", act.Items));
                return ExitCode.Ok;
            case ActDone:
                screen.Line(screen.Say("変わるところはありませんでした。", "nothing had to change."));
                return ExitCode.Ok;
            case ActRefused refused:
                return RefusalPage.Print(call, company, refused.Refusal, null, json: false);
            case ActUnknown { Erased: true }:
                screen.Error("この人は消去されています。", "this person was erased.");
                return ExitCode.NotFound;
            case ActUnknown:
                screen.Error("指定したものは存在しません。", "there is no such person, consent, restriction or document.");
                return ExitCode.NotFound;
            default:
                throw new InvalidOperationException($"An act ended as {result.GetType().Name}.");
        }
    }

    private static void Done(Screen screen, Text done, EntryId entry, string? what) =>
        screen.Lines(TextTable.Pairs(
            [.. what is null ? [] : new[] { (done.In(screen.Language), what) }, (what is null ? done.In(screen.Language) : screen.Say("台帳", "entry"), entry.ToString())], screen.Width));
}
