import type { Language } from '../../contract/identity.ts'

/**
 * Things that a child knows and nobody mishears, in three languages: two of them make a phrase. Added to at the end only,
 * for phrases are kept as places in this list.
 */
const things = `
  apple/apel/苹果 banana/pisang/香蕉 mango/mangga/芒果 orange/jeruk/橙子 melon/semangka/西瓜 coconut/kelapa/椰子
  rice/nasi/米饭 bread/roti/面包 egg/telur/鸡蛋 honey/madu/蜂蜜 sugar/gula/白糖 milk/susu/牛奶
  tea/teh/茶叶 coffee/kopi/咖啡 fish/ikan/鱼儿 shrimp/udang/虾仁 chicken/ayam/公鸡 duck/bebek/鸭子
  cat/kucing/小猫 dog/anjing/小狗 horse/kuda/马儿 cow/sapi/黄牛 goat/kambing/山羊 rabbit/kelinci/兔子
  elephant/gajah/大象 tiger/harimau/老虎 monkey/monyet/猴子 snake/ular/长蛇 turtle/penyu/海龟 frog/katak/青蛙
  bird/burung/小鸟 butterfly/kupu-kupu/蝴蝶 ant/semut/蚂蚁 tree/pohon/大树 flower/bunga/花朵 grass/rumput/青草
  leaf/daun/树叶 sun/matahari/太阳 moon/bulan/月亮 star/bintang/星星 cloud/awan/白云 rain/hujan/雨水
  river/sungai/小河 mountain/gunung/高山 beach/pantai/沙滩 island/pulau/海岛 stone/batu/石头 sand/pasir/沙子
  house/rumah/房子 door/pintu/大门 window/jendela/窗户 garden/kebun/花园 bridge/jembatan/大桥 road/jalan/马路
  market/pasar/市场 school/sekolah/学校 book/buku/书本 pencil/pensil/铅笔 paper/kertas/白纸 letter/surat/信封
  table/meja/桌子 chair/kursi/椅子 lamp/lampu/台灯 clock/jam/时钟 mirror/cermin/镜子 pillow/bantal/枕头
  spoon/sendok/勺子 plate/piring/盘子 bottle/botol/瓶子 basket/keranjang/篮子 umbrella/payung/雨伞 hat/topi/帽子
  shoe/sepatu/鞋子 shirt/baju/衣服 ring/cincin/戒指 bag/tas/书包 drum/gendang/大鼓 guitar/gitar/吉他
  ball/bola/皮球 kite/layang-layang/风筝 boat/perahu/小船 train/kereta/火车 bicycle/sepeda/自行车 bus/bus/公交车
  hammer/palu/锤子 rope/tali/绳子 candle/lilin/蜡烛 bell/lonceng/铃铛 flag/bendera/旗子 soap/sabun/肥皂
  needle/jarum/针线 key/kunci/钥匙 bamboo/bambu/竹子 corn/jagung/玉米 pepper/cabai/辣椒 peanut/kacang/花生
`
const words = things
  .trim()
  .split(/\s+/)
  .map((line) => {
    const [en = '', id = '', zh = ''] = line.split('/')
    return { en, id, zh }
  })

/** Places of two different words in the list. */
export type Phrase = { first: number; second: number }

/** @param draw a whole number from 0 up to below the limit, which nobody can guess */
export function drawPhrase(draw: (limit: number) => number): Phrase {
  const first = draw(words.length)
  const second = draw(words.length - 1)
  return { first, second: second < first ? second : second + 1 }
}

export function sayPhrase({ first, second }: Phrase, language: Language): [string, string] {
  return [words[first]![language], words[second]![language]]
}
