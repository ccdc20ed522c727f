using Azukari.Members.Contracts;
using Azukari.Portal.Home;
using Azukari.Portal.Resources;
using Azukari.Requests.Contracts;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Portal.Rights;

/// <summary>Requests that wait for our answer, with the day it is due, and an answer that came lately.</summary>
internal sealed class RequestNews(RequestBook requests, Text<PortalText> T, TimeProvider clock) : ITodoSource
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<Todo>> OfAsync(SubjectId member, Membership? membership, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Lately;
        var own = await requests.OfAsync(member, 10, cancel);
        var today = JapanTime.Today(clock);
        var waiting = own.Where(one => one.State == RequestState.Open).Select(one => new Todo(one.DueOn < today ? Tone.Attention : Tone.Info, T["Requests.WithUs"],
            T["Requests.WithUsText", T[$"Requests.Kind.{one.Kind}"], T[one.DueOn < today ? "Requests.Late" : "Requests.Due", DisplayDates.Day(one.DueOn)]], "/my/rights", T["Requests.WithUsDo"]));
        var answered = own.Where(one => one is { State: not (RequestState.Open or RequestState.Withdrawn), AnsweredAt: { } at } && at > since);
        return
        [
            .. waiting,
            .. answered.Select(one => new Todo(Tone.Info, T["Requests.News"], T["Requests.NewsText", T[$"Requests.Kind.{one.Kind}"], DisplayDates.Moment(one.AnsweredAt!.Value)], "/my/rights", T["Requests.NewsDo"])),
        ];
    }
}
