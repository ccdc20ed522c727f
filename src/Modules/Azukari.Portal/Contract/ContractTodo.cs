using Azukari.Join.Contracts;
using Azukari.Members.Contracts;
using Azukari.Portal.Home;
using Azukari.Portal.Resources;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Portal.Contract;

/// <summary>A contract document that waits to be received, and the days within which the registration can be undone.</summary>
internal sealed class ContractTodo(MemberContracts contracts, Text<PortalText> T, Text<SiteText> Site, TimeProvider clock) : ITodoSource
{
    public async Task<IReadOnlyList<Todo>> OfAsync(SubjectId member, Membership? membership, CancellationToken cancel) => await contracts.FindAsync(member, cancel) switch
    {
        { ReceivedOn: null, IsElectronic: true } => [new Todo(Tone.Attention, T["Contract.TodoReceive"], T["Contract.TodoReceiveText"], "/my/membership", T["Contract.TodoReceiveDo"])],
        { InTime: true, LastDay: { } last, Before: { } before } =>
            [new Todo(Tone.Info, T["Contract.TodoBack"], T["Contract.TodoBackText", DisplayDates.Day(last), Site.Class(before.Word())] + Left(last), "/my/membership", T["Contract.TodoDaysDo"])],
        { InTime: true, LastDay: { } last } => [new Todo(Tone.Info, T["Contract.TodoDays"], T["Contract.TodoDaysText", DisplayDates.Day(last)] + Left(last), "/my/membership", T["Contract.TodoDaysDo"])],
        _ => [],
    };

    private string Left(DateOnly last) => Words.Gap + (last.DayNumber - JapanTime.Today(clock).DayNumber is var after && after > 0 ? T["Contract.TodoLeft", after + 1] : T["Contract.TodoLastDay"]);
}
