using Azukari.Cli.Terminal;
using Azukari.Company.Operating;
using Azukari.Policy.Standards;
using Azukari.Vault;

namespace Azukari.Cli.Subjects;

/// <summary><c>azukari consents</c>: a person's consents as records of ISO/IEC TS 27560, without values.</summary>
internal sealed class ConsentRecordsCommand : CliCommand
{
    private readonly CliArgument _subject;

    public ConsentRecordsCommand(Language language)
        : base(language, "consents", new("ある人の同意を ISO/IEC TS 27560 の記録として書き出す（値は出ません）", "a person's consents as records of ISO/IEC TS 27560 (no values)"))
    {
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Details = language.Text("一行が一つの同意です（JSON-LD）。撤回したものも含みます。", "One consent a line, as JSON-LD; withdrawn ones too.");
        Examples = [new("azukari consents SUBJECT", new("同意の記録を書き出す", "write the records of consent"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var subject = Ids.Subject(call.Need(_subject));
        await using var company = await Session.OpenAsync(call, cancel);
        await Operators.InspectAsync(company, call.Screen, subject, "description", cancel);
        if (await company.Trust.Vault.DescribeAsync(subject, cancel) is not { } found)
        {
            call.Screen.Error("この人はいないか、消去されました。", "there is no such person, or the person was erased.");
            return ExitCode.NotFound;
        }

        foreach (var record in ConsentRecords.Of(found, company.Trust.Policies, call.Screen.LanguageTag, StorageCountry.Code)) call.Screen.Line(ConsentRecord.Line(record));
        return ExitCode.Ok;
    }
}
