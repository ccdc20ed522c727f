namespace Azukari.Company.Sample;

/// <summary>A name no one bears, in characters, in kana and in Latin letters.</summary>
internal readonly record struct SpecimenName(string Written, string Kana, string Latin);

/// <summary>
/// Names of sample people. Given names are ordinary; family names say that nobody is meant: 見本山 (specimen mountain), 架空田
/// (imaginary field), so that a screenshot or a leaked file can never be taken for a real customer list.
/// </summary>
internal static class SpecimenNames
{
    private static readonly SpecimenName[] Heads =
    [
        new("見本", "ミホン", "mihon"), new("架空", "カクウ", "kakuu"), new("例示", "レイジ", "reiji"), new("試作", "シサク", "shisaku"),
        new("模擬", "モギ", "mogi"), new("雛形", "ヒナガタ", "hinagata"), new("空想", "クウソウ", "kuusou"), new("仮想", "カソウ", "kasou"),
        new("作例", "サクレイ", "sakurei"), new("標本", "ヒョウホン", "hyouhon"), new("文例", "ブンレイ", "bunrei"), new("範例", "ハンレイ", "hanrei"),
    ];

    private static readonly SpecimenName[] Tails =
    [
        new("田", "ダ", "da"), new("山", "ヤマ", "yama"), new("川", "カワ", "kawa"), new("沢", "ザワ", "zawa"), new("野", "ノ", "no"),
        new("原", "ハラ", "hara"), new("島", "シマ", "shima"), new("本", "モト", "moto"), new("森", "モリ", "mori"), new("谷", "タニ", "tani"),
        new("岡", "オカ", "oka"), new("橋", "ハシ", "hashi"), new("﨑", "サキ", "saki"), new("瀬", "セ", "se"),
    ];

    private static readonly (SpecimenName Name, string Gender)[] Given =
    [
        (new("太郎", "タロウ", "taro"), "male"), (new("花子", "ハナコ", "hanako"), "female"), (new("一郎", "イチロウ", "ichiro"), "male"),
        (new("美咲", "ミサキ", "misaki"), "female"), (new("健太", "ケンタ", "kenta"), "male"), (new("さくら", "サクラ", "sakura"), "female"),
        (new("翔", "ショウ", "sho"), "male"), (new("陽子", "ヨウコ", "yoko"), "female"), (new("大輔", "ダイスケ", "daisuke"), "male"),
        (new("由美", "ユミ", "yumi"), "female"), (new("誠", "マコト", "makoto"), "male"), (new("恵", "メグミ", "megumi"), "female"),
        (new("直樹", "ナオキ", "naoki"), "male"), (new("真由美", "マユミ", "mayumi"), "female"), (new("浩二", "コウジ", "koji"), "male"),
        (new("みどり", "ミドリ", "midori"), "female"), (new("隆", "タカシ", "takashi"), "male"), (new("久美子", "クミコ", "kumiko"), "female"),
        (new("優", "ユウ", "yu"), "undisclosed"), (new("千尋", "チヒロ", "chihiro"), "undisclosed"), (new("葵", "アオイ", "aoi"), "female"),
        (new("蓮", "レン", "ren"), "male"), (new("和夫", "カズオ", "kazuo"), "male"), (new("節子", "セツコ", "setsuko"), "female"),
    ];

    public static (SpecimenName Family, SpecimenName Given, string Gender) Next(SeededSequence numbers)
    {
        var (head, tail) = (numbers.Pick(Heads), numbers.Pick(Tails));
        var (given, gender) = numbers.Pick(Given);
        return (new(head.Written + tail.Written, head.Kana + tail.Kana, head.Latin + tail.Latin), given, gender);
    }
}
