using System.Globalization;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Ledger;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Messages.Contracts;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.Messages;

/// <summary>What staff decide about a message: once more, or never. Both are recorded.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder console)
    {
        console.MapPost("/messages/{id}/again", AgainAsync).WithMetadata(May());
        console.MapPost("/messages/{id}/drop", DropAsync).WithMetadata(May());
        console.MapPost("/messages/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(Duty.Operations, Duty.Audit) { Desks = [MessagesSetup.Desk] }, new NeedsFreshProofAttribute());
    }

    private static NeedsDutyAttribute May() => new(Duty.Operations) { Desks = [MessagesSetup.Desk] };

    private static async Task<IResult> AgainAsync(string id, [FromForm] string? state, HttpContext http, MessageDesk desk, CancellationToken cancel) =>
        MessageId.TryParse(id, out var message) ? Back(state, await desk.TryAgainAsync(message, By(http), cancel) ? "again" : "changed") : Results.NotFound();

    private static async Task<IResult> DropAsync(string id, [FromForm] string? state, HttpContext http, MessageDesk desk, CancellationToken cancel) =>
        MessageId.TryParse(id, out var message) ? Back(state, await desk.DropAsync(message, By(http), cancel) ? "dropped" : "changed") : Results.NotFound();

    // Nobody's address, name or text; but the ids of people and what was written to them about.
    private static async Task<IResult> ExportAsync(HttpContext http, MessageDesk desk, CompanyCore company, ListFile files, Text<ConsoleText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = MessageQuestion.Read(name => form[name]);
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var lines = await desk.ListAsync(question.Query, 0, MessageDesk.MostCounted, cancel);
        string[] heads =
        [
            text["Messages.OrderedAt"], text[question.State is MessageState.Waiting or MessageState.Handing ? "Messages.Next" : "Messages.Ended"], text["Messages.Template"], text["Messages.Language"], text["Found.SheetId"],
            text["Ledger.Column.Case"], text["Messages.Why"], text["Ledger.Field.clause"], text["Messages.Tries"],
        ];
        var rows = lines.Select(line => (IReadOnlyList<string>)
        [
            LedgerColumns.Time(line.OrderedAt), LedgerColumns.Time(line.At), line.Template, line.Language, line.Subject.ToString(), line.Case ?? "", line.Reason is null ? "" : MessageWords.Reason(line, text),
            line.Clause ?? "", line.Attempts.ToString(CultureInfo.InvariantCulture),
        ]);
        var title = $"{text["Messages.Title"]}: {text[$"Messages.State.{question.State}"]}";
        return await files.GiveAsync(http, new ListSheet("message-list", "messages", title, made => text["Messages.SheetNote", DisplayDates.Moment(made), lines.Count], heads, [.. rows]), null, cancel);
    }

    private static Accessor By(HttpContext http) => new(StaffScheme.LoginOf(http.User)!);

    private static IResult Back(string? state, string done) =>
        Results.LocalRedirect($"{ConsolePath.Here("/console/messages")}?state={MessageWords.Code(MessageWords.Read(state))}&done={done}");
}
